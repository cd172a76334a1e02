-- $1 folded address. Columns: id, email, lang. An erased person has no address.
SELECT id, email, lang FROM atlante.person WHERE email_folded = $1
