-- $1 place, $2 place inside which it is. Nothing when people do not see that one.
INSERT INTO atlante.relation (place, what, host) SELECT $1, 'hosts', p.id FROM atlante.place p WHERE p.id = $2
