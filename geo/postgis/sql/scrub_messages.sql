-- $1 entry, $2 time. Claims and reports lose their words and are closed.
UPDATE atlante.message SET text = '', closed_at = coalesce(closed_at, $2) WHERE entry = $1
