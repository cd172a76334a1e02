-- All facts of one comune in the order of the columns; $16 the seat as EWKB. Valley '' is none.
INSERT INTO atlante.comune (id, name, folded, cadastral_code, zone, zone_source, valley, residents, area_km2,
  altitude_m, altimetric_zone, mountain_class, snai_class, pole_minutes, pole, seat, source, licence, retrieved_on)
VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''), $8, $9, $10, $11, $12, $13, $14, $15,
  ST_GeomFromEWKB($16), $17, $18, $19::text::date)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, cadastral_code = excluded.cadastral_code,
  zone = excluded.zone, zone_source = excluded.zone_source, valley = excluded.valley, residents = excluded.residents,
  area_km2 = excluded.area_km2, altitude_m = excluded.altitude_m, altimetric_zone = excluded.altimetric_zone,
  mountain_class = excluded.mountain_class, snai_class = excluded.snai_class, pole_minutes = excluded.pole_minutes,
  pole = excluded.pole, seat = excluded.seat, source = excluded.source, licence = excluded.licence,
  retrieved_on = excluded.retrieved_on
