-- $1 id, $2 entry, $3 claim, $4 person or NULL until the address is confirmed, $5 text, $6 time, $7 confirmed at or NULL.
INSERT INTO atlante.message (id, entry, claim, person, text, at, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
