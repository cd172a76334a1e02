-- $1 name, $2 value if there is none yet, $3 now. Column: value, the one that counts.
WITH made AS (
  INSERT INTO atlante.secret (name, value, made_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING RETURNING value
)
SELECT value FROM made UNION ALL SELECT value FROM atlante.secret WHERE name = $1 LIMIT 1
