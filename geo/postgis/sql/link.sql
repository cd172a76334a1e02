-- $1 token (SHA-256). Changes nothing. Columns: token, purpose, email, folded, lang, entry, message, to_path, browser,
-- asked_at, expires_at, used_at.
SELECT token, purpose, email, folded, lang, entry, message, to_path, browser, asked_at, expires_at, used_at
  FROM atlante.link WHERE token = $1
