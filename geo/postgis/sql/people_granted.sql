-- Columns: email, role, zone (0 none), network ('' none): all grants, by address.
SELECT p.email, g.role, coalesce(g.zone, 0) AS zone, coalesce(g.network, '') AS network
  FROM atlante.person_grant g JOIN atlante.person p ON p.id = g.person ORDER BY p.email, g.role, g.zone, g.network
