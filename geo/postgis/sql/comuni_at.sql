-- $1 longitudes, $2 latitudes → for each point, in their order: the comune that holds it, the lower code on a border. Where
-- none does: the nearest when boundaries are approximate, else ''. And whether they are.
-- Index: boundary_by_place.
SELECT coalesce((SELECT b.comune FROM atlante.boundary b WHERE ST_Covers(b.geom, p.g) ORDER BY b.comune LIMIT 1),
                (SELECT b.comune FROM atlante.boundary b WHERE b.approximate ORDER BY b.geom <-> p.g, b.comune LIMIT 1), ''),
       EXISTS (SELECT FROM atlante.boundary b WHERE b.approximate)
  FROM (SELECT i, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS g
          FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS u (lon, lat, i)) AS p
 ORDER BY i
