-- → places for COPY: key (NULL: the id), cell at resolution 9, lon, lat, shape (NULL), id, name, kind, comune, operating status,
-- precision, ISO date of the last confirmation, true beyond the border (else NULL), props (NULL); by id.
SELECT NULL::text, p.cell, ST_X(p.position), ST_Y(p.position), NULL::geometry, p.id::text, p.name, p.kind, p.comune,
       p.operating_status, p.precision, p.confirmed_on::text, CASE WHEN p.external THEN true END, NULL::text
  FROM atlante.public_place p ORDER BY p.id
