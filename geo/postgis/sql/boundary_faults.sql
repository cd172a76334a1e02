-- $1 ISTAT codes, $2 outlines as EWKB → a text for each outline that is not valid.
SELECT coalesce(c.name, i.id) || ' (' || i.id || '): ' || ST_IsValidReason(ST_GeomFromEWKB(i.geom))
  FROM unnest($1::text[], $2::bytea[]) AS i (id, geom) LEFT JOIN atlante.comune c ON c.id = i.id
 WHERE NOT ST_IsValid(ST_GeomFromEWKB(i.geom))
 ORDER BY i.id
