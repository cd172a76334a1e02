-- $1 z, $2 x, $3 y, $4 scenario → the tile of layer comuni, by ISTAT code. Index: boundary_by_tile.
WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env, ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) AS wide)
SELECT coalesce(ST_AsMVT(f.*, 'comuni', 4096, 'geom' ORDER BY f.istat), '')
  FROM (SELECT ST_AsMVTGeom(c.geom_3857, t.env, 4096, 64, true) AS geom, c.istat, c.name, c.zone, c.valley, c.mountain,
               c.snai, c.residents, c.props
          FROM atlante.public_comune c, tile t
         WHERE c.scenario = $4 AND c.geom_3857 && t.wide) AS f
 WHERE f.geom IS NOT NULL
