-- $1 entry, $2 person, $3 role, $4 time. Who keeps the entry already takes the new role.
INSERT INTO atlante.steward (entry, person, role, since) VALUES ($1, $2, $3, $4)
ON CONFLICT (entry, person) DO UPDATE SET role = excluded.role
