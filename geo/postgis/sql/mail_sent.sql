-- $1 id, $2 the attempt that has sent it, $3 now. No row: another attempt has begun since.
UPDATE atlante.mail SET state = 'sent', sent_at = $3, values = '{}', fault = ''
 WHERE id = $1 AND state = 'sending' AND attempts = $2
