-- $1 person → entry, then the columns of revision.sql, of what the person wrote in entries that others keep.
SELECT r.entry, r.number, r.content, r.author, r.role, r.at, r.reason, r.source, r.licence, coalesce(r.retrieved_on::text, ''), r.approved
  FROM atlante.revision r
 WHERE r.author = $1 AND NOT EXISTS (SELECT FROM atlante.steward s WHERE s.entry = r.entry AND s.person = $1)
 ORDER BY r.at, r.entry, r.number
