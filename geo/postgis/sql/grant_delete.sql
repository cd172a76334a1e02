-- $1 person, $2 role, $3 zone (0 none), $4 network ('' none).
DELETE FROM atlante.person_grant WHERE person = $1 AND role = $2 AND coalesce(zone, 0) = $3 AND coalesce(network, '') = $4
