-- $1 id, $2 name, $3 parent ('' for none), $4 mouth, $5 source.
INSERT INTO atlante.valley (id, name, parent, mouth, source) VALUES ($1, $2, nullif($3, ''), $4, $5)
