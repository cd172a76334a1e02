-- $1 from, $2 to, $3 name, $4 open.
INSERT INTO atlante.pass (from_comune, to_comune, name, open) VALUES ($1, $2, $3, $4)
