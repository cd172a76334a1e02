-- $1 longitudes, $2 latitudes → for each point, in their order: its distance from the territory in metres on the ellipsoid,
-- 0 inside; and whether the boundaries are approximate. Measured to the three boundaries that are nearest in the plane of
-- the map, whose scale hardly differs within a few kilometres.
-- Index: boundary_by_tile.
SELECT (SELECT coalesce(min(ST_Distance(n.geom::geography, p.g::geography)), 0)
          FROM (SELECT b.geom FROM atlante.boundary b ORDER BY b.geom_3857 <-> ST_Transform(p.g, 3857) LIMIT 3) AS n),
       EXISTS (SELECT FROM atlante.boundary b WHERE b.approximate)
  FROM (SELECT i, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS g
          FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS u (lon, lat, i)) AS p
 ORDER BY i
