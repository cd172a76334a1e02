-- $1 client, $2 now: all tokens of the client.
UPDATE atlante.token SET revoked_at = $2 WHERE client = $1 AND revoked_at IS NULL
