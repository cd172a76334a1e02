-- One gap, in the order of the columns; $29 and $30 its outline in 3857 and in 4326 as EWKB, from gap_outlines.
-- $31 who is second, $32 minutes then, $33 residents who walk to the road, $34 what itinerant services do.
INSERT INTO atlante.gap (publication, scenario, id, territory, kind, rank, name, zone, valley, comuni, cells, residents,
  residents_low, residents_high, median_minutes, minutes_low, minutes_high, depth, severity, threshold, mode, nearest, why,
  model, confidence, snai_class, altitude_m, parents, outline_3857, outline,
  second, second_minutes, walk_only, itinerant)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''), $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
  $24, $25, $26, $27, $28, ST_GeomFromEWKB($29), ST_GeomFromEWKB($30), $31, $32, $33, $34)
