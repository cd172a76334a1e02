-- $1 entry, $2 claims, else reports → the columns of message_open.sql, oldest first.
SELECT m.id, m.entry, m.claim, m.person, p.email, m.text, m.at
  FROM atlante.message m JOIN atlante.person p ON p.id = m.person
 WHERE m.entry = $1 AND m.claim = $2 AND m.confirmed_at IS NOT NULL AND m.closed_at IS NULL
 ORDER BY m.at, m.id
