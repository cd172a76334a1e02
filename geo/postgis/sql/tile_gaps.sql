-- $1 z, $2 x, $3 y, $4 scenario → the tile of layer gaps, by territory and id. Index: gap_by_tile.
WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env, ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) AS wide)
SELECT coalesce(ST_AsMVT(f.*, 'gaps', 4096, 'geom' ORDER BY f.territory, f.id), '')
  FROM (SELECT ST_AsMVTGeom(g.outline_3857, t.env, 4096, 64, true) AS geom, g.id, g.kind, g.territory, g.zone, g.valley,
               g.name, g.residents, g.residents_low, g.residents_high, round(g.severity::numeric, 1)::float8 AS severity,
               g.rank, g.confidence
          FROM atlante.public_gap g, tile t
         WHERE g.scenario = $4 AND g.outline_3857 && t.wide) AS f
 WHERE f.geom IS NOT NULL
