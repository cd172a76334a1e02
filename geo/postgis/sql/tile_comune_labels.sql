-- $1 z, $2 x, $3 y → the tile of layer comune_labels, most residents first.
WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env)
SELECT coalesce(ST_AsMVT(f.*, 'comune_labels', 4096, 'geom' ORDER BY f.residents DESC, f.name), '')
  FROM (SELECT ST_AsMVTGeom(ST_Transform(c.seat, 3857), t.env, 4096, 64, true) AS geom, c.name, c.residents
          FROM atlante.public_comune c, tile t
         WHERE c.scenario = 'current' AND ST_Transform(c.seat, 3857) && t.env) AS f
 WHERE f.geom IS NOT NULL
