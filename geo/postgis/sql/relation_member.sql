-- $1 place, $2 network.
INSERT INTO atlante.relation (place, what, network) VALUES ($1, 'member_of', $2)
