-- $1 z, $2 x, $3 y → the tile of layer places, one by one, by id. Index: place_by_tile.
-- Places that share an approximate point are drawn on a spiral around it (80 m apart, golden angle), never as one.
WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env, ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) AS wide),
     near AS (SELECT p.*, ST_Transform(p.position, 3857) AS g
                FROM atlante.public_place p, tile t WHERE ST_Transform(p.position, 3857) && ST_Expand(t.wide, 2000)),
     nth AS (SELECT n.*, count(*) OVER same AS sharing, row_number() OVER (same ORDER BY n.id) AS nth
               FROM near n WINDOW same AS (PARTITION BY n.g)),
     drawn AS (SELECT n.*, CASE WHEN sharing = 1 OR precision IN ('exact', 'house_number') THEN g
                                ELSE ST_Translate(g, 80 * sqrt(nth) * cos(2.399963 * nth), 80 * sqrt(nth) * sin(2.399963 * nth)) END AS at
                 FROM nth n)
SELECT coalesce(ST_AsMVT(f.*, 'places', 4096, 'geom' ORDER BY f.id), '')
  FROM (SELECT ST_AsMVTGeom(d.at, t.env, 4096, 64, true) AS geom, d.id::text AS id, d.name, d.kind, d.comune, d.operating_status,
               d.precision, d.confirmed_on::text AS confirmed_on,
               CASE WHEN d.external THEN true END AS external
          FROM drawn d, tile t WHERE d.at && t.wide) AS f
 WHERE f.geom IS NOT NULL
