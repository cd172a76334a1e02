-- $1 version of places → the places that a later version touched: id, cell, lon, lat, name, kind, comune, operating status,
-- precision, ISO date of the last confirmation, true beyond the border (else NULL); all but the id NULL when people do not see
-- the place (any more); by id. Index: place_change_by_version. LIMIT 1: by the key of each, never a join with all places.
SELECT c.id::text, p.cell, ST_X(p.position), ST_Y(p.position), p.name, p.kind, p.comune, p.operating_status, p.precision,
       p.confirmed_on::text, CASE WHEN p.external THEN true END
  FROM (SELECT DISTINCT place AS id FROM atlante.public_place_change WHERE version > $1 AND n > 0) AS c
  LEFT JOIN LATERAL (SELECT * FROM atlante.public_place q WHERE q.id = c.id LIMIT 1) AS p ON true ORDER BY c.id
