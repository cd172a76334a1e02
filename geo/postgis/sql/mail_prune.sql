-- $1 a time: mails done with and written before it go. Index mail_by_time.
DELETE FROM atlante.mail WHERE created_at < $1 AND state IN ('sent', 'failed')
