-- $1 everything, else only $2 zones and $3 networks; $4 person, whose own entries others look after; $5 zone (0 all),
-- $6 network ('' all), $7 what ('' all), $8 $9 time and id after which to go on, $10 limit
-- → the columns of entry.sql, then name, what, time since which it waits, id of the message or NULL; oldest first.
-- Index: entry_waiting, message_open.
WITH item AS (
  SELECT w.id AS entry, CASE WHEN w.state = 'published' THEN 'change' ELSE 'entry' END AS what,
         coalesce(w.submitted_at, w.changed_at) AS since, w.id AS item, NULL::uuid AS message
    FROM atlante.entry w WHERE w.waiting <> 0 AND w.state IN ('submitted', 'in_review', 'published')
  UNION ALL
  SELECT m.entry, CASE WHEN m.claim THEN 'claim' ELSE 'report' END, m.at, m.id, m.id
    FROM atlante.message m WHERE m.confirmed_at IS NOT NULL AND m.closed_at IS NULL)
SELECT e.id, e.state, e.version, e.public, e.waiting, e.checked, e.last, e.merged_into, e.verification, coalesce(e.kind, ''),
       coalesce(e.comune, ''), coalesce(c.zone, 0), coalesce(e.network, ''),
       e.browser, e.created_at, e.changed_at, e.submitted_at,
       ARRAY(SELECT s.person FROM atlante.steward s WHERE s.entry = e.id ORDER BY s.since, s.person),
       ARRAY(SELECT s.role FROM atlante.steward s WHERE s.entry = e.id ORDER BY s.since, s.person),
       coalesce((SELECT r.content->>'name' FROM atlante.revision r
                  WHERE r.entry = e.id AND r.number = coalesce(nullif(e.waiting, 0), nullif(e.public, 0), e.last)), ''),
       i.what, i.since, i.message
  FROM item i
  JOIN atlante.entry e ON e.id = i.entry AND e.state NOT IN ('draft', 'email_pending', 'merged', 'erased')
  LEFT JOIN atlante.comune c ON c.id = e.comune
 WHERE ($1::boolean OR c.zone = ANY ($2::int[]) OR e.network = ANY ($3::text[]))
   AND NOT EXISTS (SELECT FROM atlante.steward s WHERE s.entry = e.id AND s.person = $4)
   AND ($5::int = 0 OR c.zone = $5)
   AND ($6::text = '' OR e.network = $6)
   AND ($7::text = '' OR i.what = $7)
   AND (i.since, i.item) > ($8::text::timestamptz, $9::text::uuid)
 ORDER BY i.since, i.item
 LIMIT $10
