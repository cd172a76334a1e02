-- → comune, type, name, serial; by key.
SELECT comune, type, name, serial FROM atlante.street ORDER BY comune, type, name
