-- $1 checksum of the file of the roads, $2 hash of their profile → the latest comparison of such roads: at, engine, address,
-- checksum, profile hash, synthetic, asked, compared, only ours, only theirs, median, p90, bias. Index: engine_comparison_by_roads.
SELECT at, engine, address, checksum, profile_hash, synthetic, asked, compared, only_ours, only_theirs, median, p90, bias
FROM atlante.engine_comparison WHERE checksum = $1 AND profile_hash = $2 ORDER BY id DESC LIMIT 1
