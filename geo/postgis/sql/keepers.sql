-- $1 entry → person, address, role, time of those who keep it, by when they came. Index: steward_key.
SELECT s.person, p.email, s.role, s.since
  FROM atlante.steward s JOIN atlante.person p ON p.id = s.person
 WHERE s.entry = $1 ORDER BY s.since, s.person
