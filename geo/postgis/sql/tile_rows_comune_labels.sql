-- → labels of comuni for COPY: key (ISTAT code), cell (NULL), lon, lat, shape (NULL), name, residents, props (NULL);
-- most residents first.
SELECT c.istat, NULL::bigint, ST_X(c.seat), ST_Y(c.seat), NULL::geometry, c.name, c.residents, NULL::text
  FROM atlante.public_comune c WHERE c.scenario = 'current' ORDER BY c.residents DESC, c.name
