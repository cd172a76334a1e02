-- $1 batch. Copied places in; those that are the same stay as they are, with their old batch.
INSERT INTO atlante.place AS p (id, key, kind, name, folded, address, locality, comune, position, cell, precision, radius_m,
  street_confirmed, position_source, status, service_area, may_reach, note, source, licence, retrieved_on, confirmed_on, batch)
SELECT id, key, kind, name, folded, address, locality, comune, ST_GeomFromEWKB(position), cell, precision, radius_m,
       street_confirmed, position_source, status, service_area, may_reach, note, source, licence,
       retrieved_on::date, confirmed_on::date, $1
  FROM pg_temp.incoming_place
ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, name = excluded.name, folded = excluded.folded,
  address = excluded.address, locality = excluded.locality, comune = excluded.comune, position = excluded.position, cell = excluded.cell,
  precision = excluded.precision, radius_m = excluded.radius_m, street_confirmed = excluded.street_confirmed,
  position_source = excluded.position_source, status = excluded.status, service_area = excluded.service_area,
  may_reach = excluded.may_reach, note = excluded.note, source = excluded.source, licence = excluded.licence,
  retrieved_on = excluded.retrieved_on, confirmed_on = excluded.confirmed_on, batch = excluded.batch
WHERE (p.kind, p.name, p.folded, p.address, p.locality, p.comune, p.position, p.precision, p.radius_m,
    p.street_confirmed, p.position_source, p.status, p.service_area, p.may_reach, p.note, p.source, p.licence,
    p.retrieved_on, p.confirmed_on)
  IS DISTINCT FROM (excluded.kind, excluded.name, excluded.folded, excluded.address, excluded.locality, excluded.comune,
    excluded.position, excluded.precision, excluded.radius_m, excluded.street_confirmed, excluded.position_source,
    excluded.status, excluded.service_area, excluded.may_reach, excluded.note, excluded.source, excluded.licence,
    excluded.retrieved_on, excluded.confirmed_on)
