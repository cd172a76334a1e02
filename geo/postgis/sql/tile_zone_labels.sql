-- $1 z, $2 x, $3 y → the tile of layer zone_labels, by zone. A label belongs to one tile only.
WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env)
SELECT coalesce(ST_AsMVT(f.*, 'zone_labels', 4096, 'geom', 'zone' ORDER BY f.zone, f.name), '')
  FROM (SELECT ST_AsMVTGeom(ST_Transform(z.label, 3857), t.env, 4096, 64, true) AS geom, z.name, z.residents, z.zone
          FROM atlante.public_zone z, tile t
         WHERE z.scenario = 'current' AND ST_Transform(z.label, 3857) && t.env) AS f
 WHERE f.geom IS NOT NULL
