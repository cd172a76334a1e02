-- A row of the history of an area, in the order of the columns; $4 time (RFC 3339), $15 version of the roads, 0 for none, $18 whether those are synthetic.
INSERT INTO atlante.gap_version (id, scenario, publication, at, territory, kind, name, residents, residents_low, residents_high,
  median_minutes, severity, model, confidence, graph, parents, ended, synthetic)
VALUES ($1, $2, $3, $4::text::timestamptz, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, nullif($15::bigint, 0), $16, $17, $18)
