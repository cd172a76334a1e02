-- $1 ISTAT code → its name, or no row.
SELECT name FROM atlante.comune WHERE id = $1
