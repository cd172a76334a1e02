-- $1 token (SHA-256), $2 purpose, $3 email, $4 folded, $5 lang, $6 entry, $7 message, $8 path to go on to,
-- $9 browser (SHA-256, NULL none), $10 asked at, $11 expires at.
INSERT INTO atlante.link (token, purpose, email, folded, lang, entry, message, to_path, browser, asked_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
