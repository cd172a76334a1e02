-- $1 time (RFC 3339), $2 model, $3 $4 versions of places and territory, $5 kinds, $6 props of empty cells, $7 hash of the
-- parameters, $8 previous (0 for none), $9 residents tier, $10 cells, $11 populated cells, $12 $13 kinds and modes of the
-- entries in cell_times, $14 version of the roads, $15 graph, $16 calibration, $17 where the estimate stood in (NULL
-- without roads) → id.
-- The boundaries are those of now: an import changes the territory's version, and so makes this publication stale.
INSERT INTO atlante.publication (created_at, model, places_version, territory_version, kinds, empty_props, parameters_hash,
  previous, residents_tier, cells, populated_cells, time_kinds, time_modes, roads_version, graph, calibration,
  stood_in, boundary_source, boundary_checksum, boundary_approx)
SELECT $1::text::timestamptz, $2, $3, $4, $5, $6, $7, nullif($8::bigint, 0), $9, $10, $11, $12, $13, $14, $15, $16, $17,
       b.source, b.checksum, b.approximate
  FROM (SELECT source, checksum, approximate FROM atlante.boundary LIMIT 1) AS b
RETURNING id
