-- → one row: version of places, version of territory, id of the latest publication (0 for none).
SELECT (SELECT version FROM atlante.input_version WHERE name = 'places'),
       (SELECT version FROM atlante.input_version WHERE name = 'territory'),
       coalesce((SELECT max(id) FROM atlante.publication), 0)
