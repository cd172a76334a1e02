-- $1 entry, $2 persons who stay. All others keep it no longer.
DELETE FROM atlante.steward WHERE entry = $1 AND person <> ALL ($2::uuid[])
