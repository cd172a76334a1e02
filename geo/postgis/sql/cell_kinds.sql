-- $1 h3, $2 scenario → for each kind, at its mode in the owner comune: mode, state, nearest place (id, name, comune,
-- minutes), second nearest, gap id ('' for none), metres to the road, whether the estimate stood in; by position of the kind.
SELECT t.kind, t.mode, t.state, t.place1, p.name, p.comune, t.t1::float8, t.place2, q.name, q.comune, t.t2::float8,
       coalesce((SELECT g.id FROM atlante.gap g WHERE g.publication = t.publication AND g.scenario = t.scenario
                    AND g.kind = t.kind AND t.h3 = ANY (g.cells)
                  ORDER BY m.id = ANY (g.comuni) DESC, g.territory DESC, g.id LIMIT 1), ''), coalesce(t.snap, 0)::float8, coalesce(t.estimated, false)
  FROM atlante.cell_time t
  JOIN atlante.cell c ON c.h3 = t.h3
  JOIN atlante.comune m ON m.id = c.comune
  JOIN atlante.kind k ON k.id = t.kind
  LEFT JOIN atlante.place p ON p.id = t.place1
  LEFT JOIN atlante.place q ON q.id = t.place2
 WHERE t.publication = (SELECT id FROM atlante.latest_publication) AND t.scenario = $2 AND t.h3 = $1
   AND t.mode = CASE WHEN k.by_area THEN 'area' WHEN m.mountain_class IN ('T', 'P') THEN k.mode_mountain ELSE k.mode_else END
 ORDER BY k.position
