-- $1 scenario → gaps for COPY: key, cell (NULL), lon, lat (NULL), shape in EPSG:3857, id, kind, territory, zone, valley, name, residents
-- with low and high, severity with one decimal, rank, confidence, props (NULL); by territory and id.
SELECT concat(g.territory, ' ', g.id), NULL::bigint, NULL::float8, NULL::float8, g.outline_3857,
       g.id, g.kind, g.territory, g.zone, g.valley, g.name, g.residents, g.residents_low, g.residents_high,
       round(g.severity::numeric, 1)::float8, g.rank, g.confidence, NULL::text
  FROM atlante.public_gap g WHERE g.scenario = $1 ORDER BY g.territory, g.id
