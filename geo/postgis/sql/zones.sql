-- $1 whether boundaries are wanted → id, name, label EWKB, boundary EWKB or NULL; by id.
SELECT z.id, z.name, ST_AsEWKB(b.label), CASE WHEN $1 THEN ST_AsEWKB(b.geom) END
  FROM atlante.zone z LEFT JOIN atlante.zone_boundary b ON b.zone = z.id
 ORDER BY z.id
