-- $1 zone (0 all), $2 territory ('' all), $3 bbox west,south,east,north or NULL, $4 folded words ('' all),
-- $5 after this id, $6 limit, $7 boundaries wanted → the columns of comune.sql; by id.
-- Index: comune_by_likeness for words, boundary_by_place for the box.
SELECT c.id, c.name, c.cadastral_code, c.zone, c.zone_source, coalesce(c.valley, ''), c.residents, c.area_km2,
       c.altitude_m, c.altimetric_zone, c.mountain_class, c.snai_class, c.pole_minutes, c.pole,
       ST_AsEWKB(c.seat), coalesce(b.source, ''), coalesce(b.approximate, false), CASE WHEN $7 THEN ST_AsEWKB(b.geom) END
  FROM atlante.comune c LEFT JOIN atlante.boundary b ON b.comune = c.id
 WHERE ($1::int = 0 OR c.zone = $1)
   AND ($2::text IN ('', 'all')
        OR ($2 = 'mountain' AND c.mountain_class IN ('T', 'P'))
        OR ($2 = 'inner' AND c.snai_class IN ('D', 'E', 'F')))
   AND ($3::float8[] IS NULL OR b.geom && ST_MakeEnvelope($3[1], $3[2], $3[3], $3[4], 4326))
   AND ($4::text = '' OR c.folded % $4 OR c.folded LIKE '%' || $4 || '%' OR $4 <% c.folded)
   AND c.id > $5
 ORDER BY c.id
 LIMIT $6
