-- $1 person.
DELETE FROM atlante.person_grant WHERE person = $1
