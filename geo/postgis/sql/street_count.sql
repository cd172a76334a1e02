-- → one row: number of street names.
SELECT count(*) FROM atlante.street
