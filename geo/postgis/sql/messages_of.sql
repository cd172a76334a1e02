-- $1 person → the columns of message_open.sql for all that the person wrote, oldest first.
SELECT m.id, m.entry, m.claim, m.person, p.email, m.text, m.at
  FROM atlante.message m JOIN atlante.person p ON p.id = m.person
 WHERE m.person = $1 ORDER BY m.at, m.id
