-- $1 entry, $2 purpose, $3 folded address to keep ('' none): the entry's links that nobody has used. Index link_by_entry.
DELETE FROM atlante.link WHERE entry = $1 AND purpose = $2 AND folded <> $3 AND used_at IS NULL
