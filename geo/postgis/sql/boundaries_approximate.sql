-- $1 metres by which the hull of the seats grows → ISTAT code, outline EWKB (4326); by code.
WITH seat AS (SELECT id, ST_Transform(seat, 32632) AS g FROM atlante.comune),
     hull AS (SELECT ST_Buffer(ST_ConcaveHull(ST_Collect(g), 0.4), $1) AS g, ST_Collect(g) AS seats FROM seat),
     part AS (SELECT (ST_Dump(ST_VoronoiPolygons(seats, 0, g))).geom AS g FROM hull)
SELECT s.id, ST_AsEWKB(ST_Transform(ST_Multi(ST_CollectionExtract(ST_Intersection(p.g, h.g), 3)), 4326))
  FROM seat s JOIN part p ON ST_Intersects(p.g, s.g) CROSS JOIN hull h
 ORDER BY s.id
