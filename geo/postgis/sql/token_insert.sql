-- $1 token (SHA-256), $2 name, $3 client, $4 now.
INSERT INTO atlante.token (token, name, client, created_at) VALUES ($1, $2, $3, $4)
