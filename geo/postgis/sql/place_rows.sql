-- → import key, then the columns of place.sql, for all places; by id.
SELECT p.key, p.id, p.kind, p.name, p.address, p.locality, coalesce(p.comune, ''), coalesce(c.name, ''),
       coalesce(c.zone, 0), ST_AsEWKB(p.position), p.precision, p.radius_m, p.street_confirmed,
       p.position_source, p.status, p.service_area, p.may_reach, p.note, p.source, p.licence,
       coalesce(p.retrieved_on::text, ''), coalesce(p.confirmed_on::text, '')
  FROM atlante.place p LEFT JOIN atlante.comune c ON c.id = p.comune
 ORDER BY p.id
