-- $1 person, $2 time. The key stays, so that the history adds up; the address goes.
UPDATE atlante.person SET email = '', email_folded = NULL, erased_at = $2 WHERE id = $1 AND erased_at IS NULL
