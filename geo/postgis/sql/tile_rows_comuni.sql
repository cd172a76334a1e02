-- $1 scenario → comuni for COPY: key, cell (NULL), lon, lat (NULL), shape in EPSG:3857, ISTAT code, name, zone, valley, mountain class,
-- SNAI class, residents, props; by ISTAT code. Only the rows of scenario current carry the shape: it is the same.
SELECT c.istat, NULL::bigint, NULL::float8, NULL::float8, CASE WHEN $1 = 'current' THEN c.geom_3857 END,
       c.istat, c.name, c.zone, c.valley, c.mountain, c.snai, c.residents, c.props::text
  FROM atlante.public_comune c WHERE c.scenario = $1 ORDER BY c.istat
