-- $1 now, $2 end of the lease. Takes the mail that has waited longest, also one
-- whose lease has ended: who held it has crashed, and may have sent it.
-- Columns: id, recipient, template, lang, values, created_at, until, attempts. Index mail_to_send.
UPDATE atlante.mail SET state = 'sending', attempts = attempts + 1, next_at = $2
 WHERE id = (SELECT m.id FROM atlante.mail m WHERE m.state IN ('waiting', 'sending') AND m.next_at <= $1
              ORDER BY m.next_at, m.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, recipient, template, lang, values, created_at, until, attempts
