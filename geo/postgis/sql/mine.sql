-- $1 person or NULL, $2 browser or NULL → the columns of entry.sql, then the name, the role and whether what is public has a point, of the entries that the
-- person keeps and the drafts of the browser that nobody keeps yet; newest change first.
-- Index: steward_by_person, entry_by_browser.
SELECT e.id, e.state, e.version, e.public, e.waiting, e.checked, e.last, e.merged_into, e.verification, coalesce(e.kind, ''),
       coalesce(e.comune, ''), coalesce((SELECT c.zone FROM atlante.comune c WHERE c.id = e.comune), 0), coalesce(e.network, ''),
       e.browser, e.created_at, e.changed_at, e.submitted_at,
       ARRAY(SELECT s.person FROM atlante.steward s WHERE s.entry = e.id ORDER BY s.since, s.person),
       ARRAY(SELECT s.role FROM atlante.steward s WHERE s.entry = e.id ORDER BY s.since, s.person),
       coalesce((SELECT r.content->>'name' FROM atlante.revision r
                  WHERE r.entry = e.id AND r.number = coalesce(nullif(e.waiting, 0), nullif(e.public, 0), e.last)), ''),
       mine.role,
       EXISTS(SELECT FROM atlante.revision r WHERE r.entry = e.id AND r.number = e.public AND r.content ? 'position')
  FROM (SELECT entry AS id, role FROM atlante.steward WHERE person = $1
        UNION ALL
        SELECT d.id, 'owner' FROM atlante.entry d
         WHERE d.browser = $2 AND d.state IN ('draft', 'email_pending')
           AND NOT EXISTS (SELECT FROM atlante.steward s WHERE s.entry = d.id)) AS mine
  JOIN atlante.entry e ON e.id = mine.id
 WHERE e.state <> 'erased'
 ORDER BY e.changed_at DESC, e.id
