-- $1 publication → of each of its areas, by scenario, the last row of the history that is not later: scenario, id,
-- territory, kind, name, residents, low, high, median minutes, severity, model, confidence, version of the roads (0
-- without), whether they were synthetic, parents, ended; by scenario and
-- id. Index: gap_version_key.
SELECT g.scenario, g.id, v.territory, v.kind, v.name, v.residents, v.residents_low, v.residents_high, v.median_minutes,
       v.severity, v.model, v.confidence, coalesce(v.graph, 0), v.synthetic, v.parents, v.ended
  FROM (SELECT DISTINCT scenario, id FROM atlante.gap WHERE publication = $1) AS g
 CROSS JOIN LATERAL (SELECT v.* FROM atlante.gap_version v
                      WHERE v.id = g.id AND v.scenario = g.scenario AND v.publication <= $1
                      ORDER BY v.publication DESC LIMIT 1) AS v
 ORDER BY g.scenario, g.id
