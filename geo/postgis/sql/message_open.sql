-- $1 id → an open and confirmed claim or report, held until the end of the transaction, or no row: id, entry, claim, person,
-- address of the person, text, time.
SELECT m.id, m.entry, m.claim, m.person, p.email, m.text, m.at
  FROM atlante.message m JOIN atlante.person p ON p.id = m.person
 WHERE m.id = $1 AND m.confirmed_at IS NOT NULL AND m.closed_at IS NULL
   FOR UPDATE OF m
