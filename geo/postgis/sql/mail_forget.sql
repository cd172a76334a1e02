-- $1 folded address. What waits to be sent to it is not sent; that something was is forgotten.
DELETE FROM atlante.mail WHERE folded = $1
