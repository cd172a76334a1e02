-- $1 id, $2 scenario → one gap of the latest publication, that scenario and mountain first, or no row.
SELECT g.scenario, g.id, g.territory, g.kind, g.rank, g.name, g.zone, coalesce(g.valley, ''), g.comuni, g.cells, g.residents,
       g.residents_low, g.residents_high, g.median_minutes, g.minutes_low, g.minutes_high, g.depth, g.severity, g.threshold,
       g.mode, g.nearest, coalesce(p.name, ''), coalesce(p.comune, ''), coalesce(n.name, ''), g.why, g.model, g.confidence, g.snai_class,
       g.altitude_m, ST_AsEWKB(g.outline), ST_AsEWKB(ST_PointOnSurface(g.outline)),
       g.parents, coalesce(v.name, z.name),
       ARRAY(SELECT c.name FROM unnest(g.comuni[1:2]) WITH ORDINALITY AS u (id, i) JOIN atlante.comune c ON c.id = u.id ORDER BY i),
       (SELECT sum(c.residents)::int FROM atlante.comune c WHERE c.id = ANY (g.comuni)),
       g.second, coalesce(q.name, ''), coalesce(q.comune, ''), coalesce(m.name, ''), g.second_minutes, g.walk_only, g.itinerant,
       coalesce((SELECT (l.graph->>'Synthetic')::boolean FROM atlante.latest_publication l), false)
  FROM atlante.gap g
  JOIN atlante.zone z ON z.id = g.zone
  LEFT JOIN atlante.valley v ON v.id = g.valley
  LEFT JOIN atlante.place p ON p.id = g.nearest
  LEFT JOIN atlante.comune n ON n.id = p.comune
  LEFT JOIN atlante.place q ON q.id = g.second
  LEFT JOIN atlante.comune m ON m.id = q.comune
 WHERE g.publication = (SELECT id FROM atlante.latest_publication) AND g.id = $1
 ORDER BY g.scenario = $2 DESC, g.territory DESC
 LIMIT 1
