-- $1 person: all of his sessions end.
DELETE FROM atlante.session WHERE person = $1
