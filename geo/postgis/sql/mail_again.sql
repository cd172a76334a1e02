-- $1 id, $2 the attempt that has failed, $3 not before, $4 why. No row: another attempt has begun since.
UPDATE atlante.mail SET state = 'waiting', next_at = $3, fault = $4
 WHERE id = $1 AND state = 'sending' AND attempts = $2
