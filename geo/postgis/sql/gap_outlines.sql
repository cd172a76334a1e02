-- $1 the joined cells of areas as EWKB (4326) → their outlines in 3857 and in 4326 as EWKB, in the same order. Grown until
-- neighbours within the link distance meet, then shrunk back (metres of Web Mercator, about 1.4 to a metre on the ground
-- here); three segments to a quarter circle are as fine as the simplification after them.
SELECT ST_AsEWKB(o.g), ST_AsEWKB(ST_Transform(o.g, 4326))
  FROM unnest($1::bytea[]) WITH ORDINALITY AS i (cells, n)
 CROSS JOIN LATERAL (SELECT ST_Multi(ST_Simplify(ST_Buffer(ST_Buffer(ST_Transform(ST_GeomFromEWKB(i.cells), 3857),
                              750, 'quad_segs=3'), -600, 'quad_segs=3'), 25)) AS g) AS o
 ORDER BY i.n
