-- $1 only the active one → versions of the roads, the latest first: id, created at, active, file, checksum, date of the data
-- as text ('' unknown), hash of the profile, synthetic, program that wrote the file, source, licence, counts, comuni that are
-- not covered.
SELECT id, created_at, active, file, checksum,
       coalesce(to_char(data_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), profile_hash, synthetic, writer, source,
       licence, counts, uncovered
  FROM atlante.road_graph WHERE active OR NOT $1::boolean ORDER BY id DESC
