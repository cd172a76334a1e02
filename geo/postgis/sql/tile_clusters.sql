-- $1 z, $2 x, $3 y, $4 H3 resolution → the tile of layer places below the cluster zoom: one feature for each parent
-- cell that holds places, at the centre of its members, by cell. A cell with one place is that place.
-- A cluster belongs to the tile that holds its point; members are looked for half a tile around.
WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env, ST_TileEnvelope($1, $2, $3, margin => 0.5) AS wide),
     member AS (SELECT p.*, atlante.h3_parent(p.cell, $4) AS parent
                  FROM atlante.public_place p, tile t WHERE ST_Transform(p.position, 3857) && t.wide),
     by_kind AS (SELECT parent, jsonb_object_agg('count_' || kind, n) AS counts
                   FROM (SELECT parent, kind, count(*) AS n FROM member GROUP BY parent, kind) AS k GROUP BY parent),
     cluster AS (SELECT m.parent, ST_Transform(ST_Centroid(ST_Collect(m.position ORDER BY m.id)), 3857) AS at, count(*)::int AS n,
                        min(m.id::text) AS id, min(m.name) AS name, min(m.kind) AS kind, min(m.comune) AS comune,
                        min(m.operating_status) AS operating_status, min(m.precision) AS precision,
                        min(m.confirmed_on::text) AS confirmed_on, bool_and(m.external) AS external
                   FROM member m GROUP BY m.parent)
SELECT coalesce(ST_AsMVT(f.*, 'places', 4096, 'geom', 'parent' ORDER BY f.parent), '')
  FROM (SELECT ST_AsMVTGeom(c.at, t.env, 4096, 64, true) AS geom, c.parent,
               CASE WHEN n = 1 THEN c.id END AS id, CASE WHEN n = 1 THEN name END AS name, CASE WHEN n = 1 THEN kind END AS kind,
               CASE WHEN n = 1 THEN comune END AS comune, CASE WHEN n = 1 THEN operating_status END AS operating_status,
               CASE WHEN n = 1 THEN precision END AS precision, CASE WHEN n = 1 THEN confirmed_on END AS confirmed_on,
               CASE WHEN n = 1 AND c.external THEN true END AS external,
               CASE WHEN n > 1 THEN n END AS count, CASE WHEN n > 1 THEN k.counts END AS counts
          FROM cluster c JOIN by_kind k ON k.parent = c.parent CROSS JOIN tile t
         WHERE c.at && t.env) AS f
 WHERE f.geom IS NOT NULL
