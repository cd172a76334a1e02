-- $1 person, $2 time. What the person claimed and reported loses its words and is closed.
UPDATE atlante.message SET text = '', closed_at = coalesce(closed_at, $2) WHERE person = $1
