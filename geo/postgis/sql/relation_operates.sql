-- $1 place, $2 id of the body when it is new, $3 its name, $4 folded, $5 comune ('' unknown), $6 source, $7 licence.
-- A body that is known from elsewhere keeps what is known of it.
WITH body AS (
  INSERT INTO atlante.organization AS o (id, name, folded, comune, relation, place, source, licence)
  VALUES ($2, $3, $4, nullif($5, ''), 'operates a place', $1, $6, $7)
  ON CONFLICT (folded) DO UPDATE SET place = coalesce(o.place, excluded.place),
    name = CASE WHEN o.relation = 'operates a place' THEN excluded.name ELSE o.name END
  RETURNING id)
INSERT INTO atlante.relation (place, what, organization) SELECT $1, 'operates', id FROM body ON CONFLICT (place, what) DO NOTHING
