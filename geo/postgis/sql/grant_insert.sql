-- $1 person, $2 role, $3 zone (0 none), $4 network ('' none), $5 now. One that is there stays.
INSERT INTO atlante.person_grant (person, role, zone, network, granted_at) VALUES ($1, $2, nullif($3::int, 0), nullif($4::text, ''), $5)
ON CONFLICT DO NOTHING
