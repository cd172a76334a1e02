-- $1 time, $2 reason, $3 role. A line of the history for each revision of incoming_revision.
INSERT INTO atlante.transition (entry, version, at, role, action, from_state, to_state, revision, reason)
SELECT e.id, e.version, $1, $3, 'import', CASE WHEN k.key IS NULL THEN '' ELSE e.state END, e.state, e.last, $2
  FROM pg_temp.incoming_place i
  JOIN atlante.entry e ON e.key = i.key
  LEFT JOIN pg_temp.incoming_known k ON k.key = i.key
 WHERE k.key IS NULL OR k.verdict IN ('changed', 'waiting')
