-- $1 codes, $2 domains, $3 phones, $4 folded name, $5 position (EWKB) or NULL, $6 metres, $7 entry that is
-- left out, $8 limit → ids of the entries that may be the same: with the same code, domain or phone, or near; those
-- with the likest names first. What they are is for geo/registry to say.
-- Index: entry_by_code, entry_by_domain, entry_by_phone, entry_by_position, place_by_position.
WITH sign AS (
  SELECT id, 1::float8 AS likeness FROM atlante.entry WHERE codes <> '{}' AND codes && $1::text[]
  UNION ALL
  SELECT id, 1 FROM atlante.entry WHERE domains <> '{}' AND domains && $2::text[]
  UNION ALL
  SELECT id, 1 FROM atlante.entry WHERE phones <> '{}' AND phones && $3::text[]
  UNION ALL
  SELECT id, similarity(folded, $4) FROM atlante.entry
   WHERE position IS NOT NULL AND ST_DWithin(position::geography, ST_GeomFromEWKB($5)::geography, $6)
  UNION ALL
  SELECT id, word_similarity($4, folded) FROM atlante.place
   WHERE position && ST_Expand(ST_GeomFromEWKB($5), $6 / 111000.0 / cos(radians(ST_Y(ST_GeomFromEWKB($5)))))
     AND ST_DWithin(position::geography, ST_GeomFromEWKB($5)::geography, $6))
SELECT s.id FROM sign s JOIN atlante.entry e ON e.id = s.id
 WHERE s.id <> $7 AND e.state NOT IN ('draft', 'email_pending', 'merged', 'erased')
 GROUP BY s.id ORDER BY max(s.likeness) DESC, s.id
 LIMIT $8
