-- $1 time before which keys are forgotten. Index: write_key_by_time.
DELETE FROM atlante.write_key WHERE at < $1
