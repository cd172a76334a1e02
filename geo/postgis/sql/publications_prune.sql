-- $1 the latest and $2 the one before are kept; all others go, with their rows.
DELETE FROM atlante.publication WHERE id NOT IN ($1, $2)
