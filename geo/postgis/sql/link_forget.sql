-- $1 folded address. Index link_by_address.
DELETE FROM atlante.link WHERE folded = $1
