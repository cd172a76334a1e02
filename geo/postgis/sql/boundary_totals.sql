-- → comuni, comuni without boundary, official km², km² of the boundaries, km² of their union, km² of its outer rings
-- with the holes filled, names of the comuni whose seat lies outside.
WITH whole AS (SELECT ST_Union(geom) AS g FROM atlante.boundary)
SELECT count(*)::int, count(*) FILTER (WHERE b.comune IS NULL)::int, sum(c.area_km2),
       coalesce(sum(ST_Area(b.geom::geography)) / 1e6, 0),
       coalesce((SELECT ST_Area(g::geography) / 1e6 FROM whole), 0),
       coalesce((SELECT sum(ST_Area(ST_MakePolygon(ST_ExteriorRing(part.geom))::geography)) / 1e6
                   FROM whole CROSS JOIN LATERAL ST_Dump(whole.g) AS part), 0),
       coalesce(array_agg(c.name ORDER BY c.id) FILTER (WHERE NOT ST_Covers(b.geom, c.seat)), '{}')
  FROM atlante.comune c LEFT JOIN atlante.boundary b ON b.comune = c.id
