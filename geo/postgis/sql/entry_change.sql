-- $1 id, $2 version that was seen, $3 version, $4 state, $5 public, $6 waiting, $7 checked, $8 last, $9 merged into or NULL,
-- $10 verification, $11 kind, $12 comune, $13 network ('' none), $14 browser or NULL, $15 time, $16 submitted at or NULL.
-- Changes one row, or none when somebody else has written meanwhile: the caller must look.
UPDATE atlante.entry SET version = $3, state = $4, public = $5, waiting = $6, checked = $7, last = $8, merged_into = $9,
  verification = $10, kind = nullif($11, ''), comune = nullif($12, ''), network = nullif($13, ''), browser = $14,
  changed_at = $15, submitted_at = $16
 WHERE id = $1 AND version = $2
