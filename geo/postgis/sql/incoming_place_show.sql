-- $1 batch. Makes people see copied places that are new or change; what a file does not bring stays.
INSERT INTO atlante.place (id, kind, name, folded, address, locality, comune, position, cell, precision, radius_m,
  street_confirmed, position_source, status, service_area, may_reach, note, source, licence, retrieved_on, confirmed_on, batch, external)
SELECT coalesce(k.entry, i.id), kind, name, folded, address, locality, comune, ST_GeomFromEWKB(position), cell, precision, radius_m,
       street_confirmed, position_source, status, service_area, may_reach, note, source, licence,
       retrieved_on::date, confirmed_on::date, $1, external
  FROM pg_temp.incoming_place i LEFT JOIN pg_temp.incoming_known k ON k.key = i.key
 WHERE k.key IS NULL OR k.verdict = 'changed'
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, folded = excluded.folded,
  address = excluded.address, locality = excluded.locality, comune = excluded.comune, position = excluded.position, cell = excluded.cell,
  precision = excluded.precision, radius_m = excluded.radius_m, street_confirmed = excluded.street_confirmed,
  position_source = excluded.position_source, status = excluded.status, service_area = excluded.service_area,
  may_reach = excluded.may_reach, note = excluded.note, source = excluded.source, licence = excluded.licence,
  retrieved_on = excluded.retrieved_on, confirmed_on = excluded.confirmed_on, batch = excluded.batch,
  external = excluded.external
