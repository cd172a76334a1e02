-- $1 id → true where people have seen the place and it is there no more, for ever or until its people bring it
-- back: it, or the entry into which it was merged, was withdrawn or erased. Else no row.
WITH RECURSIVE way AS (
  SELECT id, merged_into, state, 1 AS steps FROM atlante.entry WHERE id = $1
  UNION ALL
  SELECT e.id, e.merged_into, e.state, w.steps + 1 FROM way w JOIN atlante.entry e ON e.id = w.merged_into WHERE w.steps < 100)
SELECT true FROM way w
 WHERE w.merged_into IS NULL AND w.state IN ('archived', 'erased')
   AND EXISTS (SELECT FROM atlante.revision r WHERE r.entry = $1 AND r.approved)
