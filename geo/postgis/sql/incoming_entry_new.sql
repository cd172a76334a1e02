-- $1 time. An entry for each copied place that is new, published at once.
INSERT INTO atlante.entry (id, key, state, version, public, checked, last, verification, kind, comune, created_at, changed_at)
SELECT i.id, i.key, 'published', 1, 1, 1, 1, 'unverified', i.kind, i.comune, $1, $1
  FROM pg_temp.incoming_place i
 WHERE NOT EXISTS (SELECT FROM pg_temp.incoming_known k WHERE k.key = i.key)
