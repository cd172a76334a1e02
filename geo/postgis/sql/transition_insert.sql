-- $1 entry, $2 version afterwards, $3 time, $4 actor or NULL, $5 role, $6 action, $7 from, $8 to, $9 revision, $10 reason.
INSERT INTO atlante.transition (entry, version, at, actor, role, action, from_state, to_state, revision, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
