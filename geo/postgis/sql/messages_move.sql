-- $1 entry that was merged, $2 entry that stays. What is open follows.
UPDATE atlante.message SET entry = $2 WHERE entry = $1 AND closed_at IS NULL
