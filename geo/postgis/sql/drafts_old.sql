-- $1 time → ids of drafts that nobody signed in keeps and that were not touched since.
SELECT e.id FROM atlante.entry e
 WHERE e.state IN ('draft', 'email_pending') AND e.changed_at < $1
   AND NOT EXISTS (SELECT FROM atlante.steward s WHERE s.entry = e.id)
