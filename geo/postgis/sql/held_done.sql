-- $1 person → entry, then the columns of transitions.sql, of what the person did, oldest first.
SELECT entry, at, actor, role, action, from_state, to_state, version, revision, reason
  FROM atlante.transition WHERE actor = $1 ORDER BY at, entry, version
