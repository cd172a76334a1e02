-- $1 id, $2 recipient, $3 folded, $4 template, $5 language, $6 values (jsonb), $7 written at, $8 until (NULL always).
-- The same id again changes nothing.
INSERT INTO atlante.mail (id, recipient, folded, template, lang, values, created_at, until, state, next_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $7)
ON CONFLICT (id) DO NOTHING
