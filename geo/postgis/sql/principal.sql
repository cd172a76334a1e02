-- $1 person. Columns: id, email, lang, roles, zones (0 none), networks ('' none): arrays with an entry for each grant. No row: erased.
SELECT p.id, p.email, p.lang,
       coalesce(array_agg(g.role ORDER BY g.role, g.zone, g.network) FILTER (WHERE g.role IS NOT NULL), '{}') AS roles,
       coalesce(array_agg(coalesce(g.zone, 0) ORDER BY g.role, g.zone, g.network) FILTER (WHERE g.role IS NOT NULL), '{}') AS zones,
       coalesce(array_agg(coalesce(g.network, '') ORDER BY g.role, g.zone, g.network) FILTER (WHERE g.role IS NOT NULL), '{}') AS networks
  FROM atlante.person p LEFT JOIN atlante.person_grant g ON g.person = p.id
 WHERE p.id = $1 AND p.erased_at IS NULL
 GROUP BY p.id
