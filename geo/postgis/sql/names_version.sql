-- → one row: a text that changes whenever names of comuni, localities or streets do.
SELECT (SELECT version FROM atlante.input_version WHERE name = 'territory') || '/'
    || (SELECT version FROM atlante.input_version WHERE name = 'names')
