-- $1 entry, $2 number. People see this revision from now on, or have seen it.
UPDATE atlante.revision SET approved = true WHERE entry = $1 AND number = $2
