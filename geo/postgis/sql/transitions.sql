-- $1 entry → its history, newest first: at, actor, role, action, from, to, version, revision, reason.
SELECT at, actor, role, action, from_state, to_state, version, revision, reason
  FROM atlante.transition WHERE entry = $1 ORDER BY version DESC
