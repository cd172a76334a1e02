-- → import key, then the columns of place.sql, for the places that the program may change: what people see of them was
-- imported, and nobody keeps them; by id.
SELECT e.key, p.id, p.kind, p.name, p.address, p.locality, coalesce(p.comune, ''), coalesce(c.name, ''),
       coalesce(c.zone, 0), ST_AsEWKB(p.position), p.precision, p.radius_m, p.street_confirmed,
       p.position_source, p.status, p.service_area, p.may_reach, p.note, p.source, p.licence,
       coalesce(p.retrieved_on::text, ''), coalesce(p.confirmed_on::text, ''),
       p.description, p.hours, p.wheelchair, p.areas, p.legal_form, p.operator, p.website, p.contacts, p.verification,
       coalesce(p.network, ''), coalesce((SELECT n.name FROM atlante.network n WHERE n.id = p.network), ''), p.external
  FROM atlante.place p
  JOIN atlante.entry e ON e.id = p.id
  JOIN atlante.revision r ON r.entry = e.id AND r.number = e.public AND r.author IS NULL
  LEFT JOIN atlante.comune c ON c.id = p.comune
 WHERE NOT EXISTS (SELECT FROM atlante.steward s WHERE s.entry = e.id)
 ORDER BY p.id
