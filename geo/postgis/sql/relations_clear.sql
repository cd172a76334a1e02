-- $1 place, $2 folded name of the body that goes on operating it ('' none). All other relations go. Bodies that only the
-- registry named, and that nothing refers to any more, go too.
WITH gone AS (
  DELETE FROM atlante.relation r
   WHERE r.place = $1 AND NOT (r.what = 'operates'
     AND EXISTS (SELECT FROM atlante.organization o WHERE o.id = r.organization AND o.folded = $2))
  RETURNING r.organization)
DELETE FROM atlante.organization o USING gone g
 WHERE o.id = g.organization AND o.relation = 'operates a place'
   AND NOT EXISTS (SELECT FROM atlante.relation r WHERE r.organization = o.id AND r.place <> $1)
