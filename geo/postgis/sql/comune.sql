-- $1 ISTAT code, today's or that of a suppressed comune → one comune with its boundary, or no row.
SELECT c.id, c.name, c.cadastral_code, c.zone, c.zone_source, coalesce(c.valley, ''), c.residents, c.area_km2,
       c.altitude_m, c.altimetric_zone, c.mountain_class, c.snai_class, c.pole_minutes, c.pole,
       ST_AsEWKB(c.seat), coalesce(b.source, ''), coalesce(b.approximate, false), ST_AsEWKB(b.geom)
  FROM atlante.comune c LEFT JOIN atlante.boundary b ON b.comune = c.id
 WHERE c.id = coalesce((SELECT s.today FROM atlante.suppressed_comune s WHERE s.id = $1), $1)
