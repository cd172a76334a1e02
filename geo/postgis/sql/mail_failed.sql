-- $1 id, $2 the attempt that was the last, $3 why. No row: another attempt has begun since.
UPDATE atlante.mail SET state = 'failed', values = '{}', fault = $3
 WHERE id = $1 AND state = 'sending' AND attempts = $2
