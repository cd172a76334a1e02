-- $1 entry. Who did what and when stays, the words go.
UPDATE atlante.transition SET reason = '' WHERE entry = $1
