-- $1 z, $2 x, $3 y, $4 scenario → the tile of layer zones, by zone. Index: zone_boundary_by_tile.
WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env, ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) AS wide)
SELECT coalesce(ST_AsMVT(f.*, 'zones', 4096, 'geom' ORDER BY f.zone), '')
  FROM (SELECT ST_AsMVTGeom(z.geom_3857, t.env, 4096, 64, true) AS geom, z.zone, z.name, z.zone_source, z.residents, z.props
          FROM atlante.public_zone z, tile t
         WHERE z.scenario = $4 AND z.geom_3857 && t.wide) AS f
 WHERE f.geom IS NOT NULL
