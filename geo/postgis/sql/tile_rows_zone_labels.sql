-- → labels of zones for COPY: key (number of the zone), cell (NULL), lon, lat, shape (NULL), name, residents, props (NULL); by zone.
SELECT z.zone::text, NULL::bigint, ST_X(z.label), ST_Y(z.label), NULL::geometry, z.name, z.residents, NULL::text
  FROM atlante.public_zone z WHERE z.scenario = 'current' ORDER BY z.zone, z.name
