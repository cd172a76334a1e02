-- $1 entry, $2 person or NULL until the address is confirmed, $3 what, $4 version of the text, $5 given, $6 time.
INSERT INTO atlante.consent (entry, person, what, version, given, at) VALUES ($1, $2, $3, $4, $5, $6)
