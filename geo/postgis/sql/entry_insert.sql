-- $1 id, $2 state, $3 version, $4 public, $5 waiting, $6 checked, $7 last, $8 verification, $9 kind, $10 comune, $11 network
-- ('' none), $12 browser or NULL, $13 time, $14 submitted at or NULL. Its import key is its own: no file can name it.
INSERT INTO atlante.entry (id, key, state, version, public, waiting, checked, last, verification, kind, comune, network, browser,
  created_at, changed_at, submitted_at)
VALUES ($1, 'e:' || $1::uuid, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''), nullif($10, ''), nullif($11, ''), $12, $13, $13, $14)
