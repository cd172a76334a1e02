-- $1 comune, $2 name, $3 point EWKB, $4 radius in metres, $5 source.
INSERT INTO atlante.locality (comune, name, point, radius_m, source) VALUES ($1, $2, ST_GeomFromEWKB($3), $4, $5)
ON CONFLICT (comune, name) DO UPDATE SET point = excluded.point, radius_m = excluded.radius_m, source = excluded.source
