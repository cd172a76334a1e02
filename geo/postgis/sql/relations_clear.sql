-- $1 place. Bodies that only the registry named, and that nothing refers to any more, go too.
WITH gone AS (DELETE FROM atlante.relation WHERE place = $1 RETURNING organization)
DELETE FROM atlante.organization o USING gone g
 WHERE o.id = g.organization AND o.relation = 'operates a place'
   AND NOT EXISTS (SELECT FROM atlante.relation r WHERE r.organization = o.id AND r.place <> $1)
