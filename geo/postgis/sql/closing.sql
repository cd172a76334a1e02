-- $1 place, $2 scenario → of the latest publication, the residents to whom the place is the nearest, by cell and comune, at
-- the mode of the comune: comune, its name, residents, threshold, minutes, second nearest (id, name, comune, minutes; NULL for
-- none). No rows when it is the nearest to nobody, and for what serves by area. Index: cell_times_key.
WITH p AS (SELECT l.id, l.time_kinds, l.time_modes FROM atlante.latest_publication l),
     k AS (SELECT k.* FROM atlante.kind k JOIN atlante.place x ON x.kind = k.id WHERE x.id = $1),
     e AS (SELECT p.id AS publication, e.mode, e.n FROM p CROSS JOIN k
            CROSS JOIN LATERAL unnest(p.time_kinds, p.time_modes) WITH ORDINALITY AS e (kind, mode, n) WHERE e.kind = k.id)
SELECT m.id, m.name, r.residents, CASE e.mode WHEN 'car' THEN k.threshold_car ELSE k.threshold_foot END, t.t1[e.n]::float8,
       t.place2[e.n], s.name, s.comune, t.t2[e.n]::float8
  FROM e CROSS JOIN k
  JOIN atlante.cell_times t ON t.publication = e.publication AND t.scenario = $2 AND t.place1[e.n] = $1
  JOIN atlante.cell_comune r ON r.h3 = t.h3
  JOIN atlante.comune m ON m.id = r.comune
  LEFT JOIN atlante.place s ON s.id = t.place2[e.n]
 WHERE e.mode = CASE WHEN m.mountain_class IN ('T', 'P') THEN k.mode_mountain ELSE k.mode_else END
 ORDER BY t.h3, m.id
