-- $1 id, $2 time. One row, or none when it is closed already.
UPDATE atlante.message SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL
