-- $1 folded address, $2 entries. Takes the address out of the contacts of all versions of all entries, and every contact
-- that is not public out of those entries, which nobody answers for any more
-- → entries that it changed, one for each version.
UPDATE atlante.revision r
   SET content = jsonb_set(r.content, '{contacts}', coalesce((SELECT jsonb_agg(c ORDER BY n)
         FROM jsonb_array_elements(r.content->'contacts') WITH ORDINALITY AS u (c, n)
        WHERE lower(c->>'value') <> $1 AND NOT (r.entry = ANY ($2::uuid[]) AND NOT coalesce((c->>'publish')::boolean, false))), '[]'))
 WHERE jsonb_typeof(r.content->'contacts') = 'array'
   AND EXISTS (SELECT FROM jsonb_array_elements(r.content->'contacts') AS u (c)
        WHERE lower(c->>'value') = $1 OR r.entry = ANY ($2) AND NOT coalesce((c->>'publish')::boolean, false))
RETURNING r.entry
