-- $1 token (hashed).
DELETE FROM atlante.session WHERE token = $1
