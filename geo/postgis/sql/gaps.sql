-- $1 scenario, $2 territory, $3 kinds ('{}' all), $4 zone (0 all), $5 comune ('' all), $6 bbox or NULL,
-- $7 kind/rank after which to go on ('' from the start), $8 limit → the columns of gap.sql; by kind, then rank.
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
 WHERE g.publication = (SELECT id FROM atlante.latest_publication)
   AND g.scenario = $1 AND g.territory = $2
   AND (cardinality($3::text[]) = 0 OR g.kind = ANY ($3))
   AND ($4::int = 0 OR g.zone = $4)
   AND ($5::text = '' OR $5 = ANY (g.comuni))
   AND ($6::float8[] IS NULL OR g.outline && ST_MakeEnvelope($6[1], $6[2], $6[3], $6[4], 4326))
   AND g.kind || '/' || lpad(g.rank::text, 6, '0') > $7
 ORDER BY g.kind || '/' || lpad(g.rank::text, 6, '0')
 LIMIT $8
