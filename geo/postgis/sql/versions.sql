-- → one row: version of places, version of territory, version of the roads, id of the latest publication (0 for none).
SELECT (SELECT version FROM atlante.input_version WHERE name = 'places'),
       (SELECT version FROM atlante.input_version WHERE name = 'territory'),
       (SELECT version FROM atlante.input_version WHERE name = 'roads'),
       coalesce((SELECT max(id) FROM atlante.publication), 0)
