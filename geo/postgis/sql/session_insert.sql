-- $1 token (hashed), $2 person, $3 now, $4 expires at. Never brings one back that was ended: tokens are new each time.
INSERT INTO atlante.session (token, person, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)
