-- → from, to, name, open; by key.
SELECT from_comune, to_comune, name, open FROM atlante.pass ORDER BY from_comune, to_comune
