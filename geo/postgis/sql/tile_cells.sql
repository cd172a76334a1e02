-- $1 z, $2 x, $3 y, $4 scenario, $5 H3 resolution → the tile of layer cells, by index. Index: cell_shape_by_tile.
WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env, ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) AS wide)
SELECT coalesce(ST_AsMVT(f.*, 'cells', 4096, 'geom' ORDER BY f.h3), '')
  FROM (SELECT ST_AsMVTGeom(c.geom_3857, t.env, 4096, 64, true) AS geom, to_hex(c.h3) AS h3, c.comune, c.residents, c.props
          FROM atlante.public_cell c, tile t
         WHERE c.scenario = $4 AND c.resolution = $5 AND c.geom_3857 && t.wide) AS f
 WHERE f.geom IS NOT NULL
