-- $1 the latest and $2 the one before are kept; all others go, with their rows: the two large tables here, the rest by
-- their foreign keys.
WITH gone AS (SELECT id FROM atlante.publication WHERE id NOT IN ($1, $2)),
     times AS (DELETE FROM atlante.cell_times WHERE publication IN (SELECT id FROM gone)),
     figures AS (DELETE FROM atlante.cell_figure WHERE publication IN (SELECT id FROM gone))
DELETE FROM atlante.publication WHERE id IN (SELECT id FROM gone)
