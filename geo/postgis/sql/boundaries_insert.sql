-- $1 ISTAT codes, $2 outlines as EWKB, $3 approximate, $4 source, $5 checksum.
-- A transformation may bend a sliver into itself: ST_MakeValid mends that and nothing else.
INSERT INTO atlante.boundary (comune, geom, geom_3857, approximate, source, checksum)
SELECT id, g, ST_Transform(g, 3857), $3, $4, $5
  FROM (SELECT i.id, ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Transform(ST_GeomFromEWKB(i.geom), 4326)), 3)) AS g
          FROM unnest($1::text[], $2::bytea[]) AS i (id, geom)) AS o
