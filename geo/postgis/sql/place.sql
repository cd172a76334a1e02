-- $1 id → rank (always 0) and the columns of one place, or no row.
SELECT '0', p.id, p.kind, p.name, p.address, p.locality, coalesce(p.comune, ''), coalesce(c.name, ''),
       coalesce(c.zone, 0), ST_AsEWKB(p.position), p.precision, p.radius_m, p.street_confirmed,
       p.position_source, p.status, p.service_area, p.may_reach, p.note, p.source, p.licence,
       coalesce(p.retrieved_on::text, ''), coalesce(p.confirmed_on::text, ''),
       p.description, p.hours, p.wheelchair, p.areas, p.legal_form, p.operator, p.website, p.contacts, p.verification,
       coalesce(p.network, ''), coalesce((SELECT n.name FROM atlante.network n WHERE n.id = p.network), ''), p.external
  FROM atlante.place p LEFT JOIN atlante.comune c ON c.id = p.comune
 WHERE p.id = $1
