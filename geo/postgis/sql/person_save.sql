-- $1 id, for a new one, $2 email, $3 folded, $4 lang, $5 now. Somebody who is known stays as he is.
-- Columns: id, email, lang.
INSERT INTO atlante.person AS p (id, email, email_folded, lang, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (email_folded) DO UPDATE SET lang = p.lang
RETURNING id, email, lang
