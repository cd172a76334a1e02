-- $1 id → the place that people see into which it was merged, at the end of all merges, or no row.
WITH RECURSIVE way AS (
  SELECT merged_into AS id, 1 AS steps FROM atlante.entry WHERE id = $1 AND merged_into IS NOT NULL
  UNION ALL
  SELECT e.merged_into, w.steps + 1 FROM way w JOIN atlante.entry e ON e.id = w.id WHERE e.merged_into IS NOT NULL AND w.steps < 100)
SELECT p.id FROM way w JOIN atlante.place p ON p.id = w.id ORDER BY w.steps DESC LIMIT 1
