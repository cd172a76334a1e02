-- $1 id, $2 person, $3 time. One row, or none when the message is confirmed already, closed or gone.
UPDATE atlante.message SET person = $2, confirmed_at = $3 WHERE id = $1 AND confirmed_at IS NULL AND closed_at IS NULL
