-- → comuni, comuni without boundary, official km², km² of the boundaries, km² of their union,
-- names of the comuni whose seat lies outside.
SELECT count(*)::int, count(*) FILTER (WHERE b.comune IS NULL)::int, sum(c.area_km2),
       coalesce(sum(ST_Area(b.geom::geography)) / 1e6, 0),
       coalesce(ST_Area(ST_Union(b.geom)::geography) / 1e6, 0),
       coalesce(array_agg(c.name ORDER BY c.id) FILTER (WHERE NOT ST_Covers(b.geom, c.seat)), '{}')
  FROM atlante.comune c LEFT JOIN atlante.boundary b ON b.comune = c.id
