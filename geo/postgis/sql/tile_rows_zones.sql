-- $1 scenario → zones for COPY: key, cell (NULL), lon, lat (NULL), shape in EPSG:3857, zone, name, where the zone is known from, residents,
-- props; by zone. Only the rows of scenario current carry the shape: it is the same.
SELECT z.zone::text, NULL::bigint, NULL::float8, NULL::float8, CASE WHEN $1 = 'current' THEN z.geom_3857 END,
       z.zone, z.name, z.zone_source, z.residents, z.props::text
  FROM atlante.public_zone z WHERE z.scenario = $1 ORDER BY z.zone
