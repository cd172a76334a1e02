-- $1 person, $2 language of what is written to him.
UPDATE atlante.person SET lang = $2 WHERE id = $1 AND erased_at IS NULL
