-- $1 entry → what, version, given, time, newest first. Index: consent_by_entry.
SELECT what, version, given, at FROM atlante.consent WHERE entry = $1 ORDER BY id DESC
