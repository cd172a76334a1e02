-- $1 token (SHA-256). Columns: client, name. No row: unknown or revoked.
SELECT client, name FROM atlante.token WHERE token = $1 AND revoked_at IS NULL
