-- $1 entry. Outcomes of writes to it are forgotten.
DELETE FROM atlante.write_key WHERE outcome->>'id' = $1::text
