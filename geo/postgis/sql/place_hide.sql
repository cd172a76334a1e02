-- $1 id. People see the place no longer; relations go with it.
DELETE FROM atlante.place WHERE id = $1
