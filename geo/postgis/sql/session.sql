-- $1 token (hashed), $2 now, $3 not seen since: idle, $4 seen before: is to be written down again.
-- Columns: person, expires_at. No row: there is no such session, or no more.
WITH found AS (
  SELECT s.token, s.person, s.expires_at, s.seen_at FROM atlante.session s JOIN atlante.person p ON p.id = s.person
   WHERE s.token = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND p.erased_at IS NULL
), seen AS (
  UPDATE atlante.session s SET seen_at = $2 FROM found WHERE s.token = found.token AND found.seen_at < $4
)
SELECT person, expires_at FROM found
