-- $1 id, $2 name, $3 folded name, $4 comune ('' unknown), $5 relation, $6 source, $7 licence.
-- An organization whose name a place bears is tied to that place.
INSERT INTO atlante.organization (id, name, folded, comune, relation, place, source, licence)
VALUES ($1, $2, $3, nullif($4, ''), $5,
        (SELECT p.id FROM atlante.place p WHERE lower(p.name) = lower($2) ORDER BY p.id LIMIT 1), $6, $7)
ON CONFLICT (folded) DO UPDATE SET name = excluded.name, comune = excluded.comune, relation = excluded.relation,
  place = excluded.place, source = excluded.source, licence = excluded.licence
