-- $1 at, $2 engine, $3 address, $4 checksum, $5 profile hash, $6 synthetic, $7 asked, $8 compared, $9 only ours, $10 only theirs,
-- $11 median, $12 p90, $13 bias.
INSERT INTO atlante.engine_comparison (at, engine, address, checksum, profile_hash, synthetic, asked, compared, only_ours,
                                       only_theirs, median, p90, bias)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
