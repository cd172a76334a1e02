-- $1 person → what, version, given, entry, time, oldest first.
SELECT what, version, given, entry, at FROM atlante.consent WHERE person = $1 ORDER BY id
