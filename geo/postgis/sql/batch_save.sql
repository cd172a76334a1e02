-- $1 id, $2 what, $3 file, $4 checksum, $5 time, $6 accepted, $7 refused, $8 notices.
INSERT INTO atlante.batch (id, what, file, checksum, created_at, accepted, refused, notices)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
