-- A place to copy places to, for this transaction; position is EWKB.
CREATE TEMPORARY TABLE incoming_place (
  id uuid, key text, kind text, name text, folded text, address text, locality text, comune text, position bytea, cell bigint,
  precision text, radius_m int, street_confirmed boolean, position_source text, status text, service_area text[],
  may_reach text[], note text, source text, licence text, retrieved_on text, confirmed_on text,
  external boolean) ON COMMIT DROP
