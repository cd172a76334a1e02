-- $1 who, $2 key, $3 outcome.
UPDATE atlante.write_key SET outcome = $3 WHERE who = $1 AND key = $2
