-- $1 checksum, $2 time. One row is kept.
WITH gone AS (DELETE FROM atlante.installed_code)
INSERT INTO atlante.installed_code (checksum, installed_at) VALUES ($1, $2)
