-- Copied street names into place, each once.
INSERT INTO atlante.street (comune, type, name, serial)
SELECT comune, type, name, min(serial) FROM pg_temp.incoming_street GROUP BY comune, type, name
