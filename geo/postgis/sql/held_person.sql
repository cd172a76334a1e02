-- $1 person, $2 folded address, $3 now → since when the address is known, open sessions, mails that wait to be sent.
SELECT p.created_at, (SELECT count(*)::int FROM atlante.session s WHERE s.person = p.id AND s.expires_at > $3),
       (SELECT count(*)::int FROM atlante.mail m WHERE m.folded = $2 AND m.state IN ('waiting', 'sending'))
  FROM atlante.person p WHERE p.id = $1
