-- $1 entry, $2 person. The boxes were ticked by whoever has now confirmed the address.
UPDATE atlante.consent SET person = $2 WHERE entry = $1 AND person IS NULL
