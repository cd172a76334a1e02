-- $1 id, $2 scenario → the history of an area, oldest first: publication, time, territory, kind, name, residents, low, high,
-- median minutes, severity, model, confidence, version of the roads (0 without), parents, ended, whether the roads were synthetic. Index: gap_version_key.
SELECT publication, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), territory, kind, name, residents, residents_low,
       residents_high, median_minutes, severity, model, confidence, coalesce(graph, 0), parents, ended, synthetic
  FROM atlante.gap_version WHERE id = $1 AND scenario = $2 ORDER BY publication
