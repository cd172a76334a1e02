-- $1 created at, $2 file, $3 its checksum, $4 date of the data or NULL, $5 hash of the profile, $6 synthetic, $7 program that
-- wrote the file, $8 source, $9 licence, $10 counts, $11 comuni that are not covered → id of the new version, which is active.
INSERT INTO atlante.road_graph (created_at, active, file, checksum, data_date, profile_hash, synthetic, writer, source, licence,
                                counts, uncovered)
VALUES ($1, true, $2, $3, $4::timestamptz, $5, $6, $7, $8, $9, $10, $11) RETURNING id
