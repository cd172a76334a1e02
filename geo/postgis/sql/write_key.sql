-- $1 who, $2 key → what it did, and what came of it.
SELECT what, outcome FROM atlante.write_key WHERE who = $1 AND key = $2
