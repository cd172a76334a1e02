-- $1 id, $2 entry or person, $3 time. A tombstone; one is enough.
INSERT INTO atlante.erasure (id, what, at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING
