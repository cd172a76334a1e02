-- $1 shapes (EWKB) → what is wrong with the first that is not valid, or no row.
SELECT ST_IsValidReason(ST_GeomFromEWKB(g))
  FROM unnest($1::bytea[]) WITH ORDINALITY AS s (g, i)
 WHERE NOT ST_IsValid(ST_GeomFromEWKB(g))
 ORDER BY i
 LIMIT 1
