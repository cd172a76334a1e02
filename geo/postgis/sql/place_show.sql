-- $1 id, $2 kind, $3 name, $4 folded, $5 address, $6 locality, $7 comune or NULL, $8 position (EWKB) or NULL, $9 cell or NULL,
-- $10 precision, $11 radius, $12 street confirmed, $13 position source, $14 status, $15 service area, $16 may reach, $17 note,
-- $18 source, $19 licence, $20 retrieved on or NULL, $21 confirmed on or NULL, $22 description, $23 hours, $24 wheelchair,
-- $25 areas, $26 legal form, $27 operator, $28 website, $29 public contacts, $30 verification, $31 network or NULL,
-- $32 beyond the border.
-- What people see of an entry; a batch that brought the place stays named.
INSERT INTO atlante.place (id, kind, name, folded, address, locality, comune, position, cell, precision, radius_m,
  street_confirmed, position_source, status, service_area, may_reach, note, source, licence, retrieved_on, confirmed_on,
  description, hours, wheelchair, areas, legal_form, operator, website, contacts, verification, network, external)
VALUES ($1, $2, $3, $4, $5, $6, $7, ST_GeomFromEWKB($8), $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20::text::date,
  $21::text::date, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, folded = excluded.folded, address = excluded.address,
  locality = excluded.locality, comune = excluded.comune, position = excluded.position, cell = excluded.cell,
  precision = excluded.precision, radius_m = excluded.radius_m, street_confirmed = excluded.street_confirmed,
  position_source = excluded.position_source, status = excluded.status, service_area = excluded.service_area,
  may_reach = excluded.may_reach, note = excluded.note, source = excluded.source, licence = excluded.licence,
  retrieved_on = excluded.retrieved_on, confirmed_on = excluded.confirmed_on, description = excluded.description,
  hours = excluded.hours, wheelchair = excluded.wheelchair, areas = excluded.areas, legal_form = excluded.legal_form,
  operator = excluded.operator, website = excluded.website, contacts = excluded.contacts, verification = excluded.verification,
  network = excluded.network, external = excluded.external
