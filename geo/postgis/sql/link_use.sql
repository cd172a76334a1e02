-- $1 token (SHA-256), $2 now, $3 browser (SHA-256, NULL none), $4 links asked for before this open no session.
-- Uses the link once, before it expires; one to sign in only in the browser that asked, and soon. No row: it does not work.
-- Columns as link.
UPDATE atlante.link SET used_at = $2
 WHERE token = $1 AND used_at IS NULL AND expires_at > $2
   AND (purpose <> 'sign_in' OR (browser = $3 AND asked_at > $4))
RETURNING token, purpose, email, folded, lang, entry, message, to_path, browser, asked_at, expires_at, used_at
