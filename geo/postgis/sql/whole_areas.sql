-- $1 scenario, $2 territory, $3 kinds ('{}' all), $4 zone (0 all) → scenario, territory, kind, zone, valley ('' for the
-- whole zone), residents; by kind, most residents first.
SELECT w.scenario, w.territory, w.kind, w.zone, coalesce(w.valley, ''), w.residents
  FROM atlante.whole_area w JOIN atlante.kind k ON k.id = w.kind
 WHERE w.publication = (SELECT id FROM atlante.latest_publication) AND w.scenario = $1 AND w.territory = $2
   AND (cardinality($3::text[]) = 0 OR w.kind = ANY ($3)) AND ($4::int = 0 OR w.zone = $4)
 ORDER BY k.position, w.residents DESC, w.zone, w.valley
