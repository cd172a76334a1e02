-- $1 keys (SHA-256), $2 since when each counts. Counts each once more. Columns: key, since, count.
-- Rows are locked in the order of their keys, so that two requests never wait for each other.
INSERT INTO atlante.rate AS r (key, since, count)
SELECT k.key, k.since, 1 FROM unnest($1::bytea[], $2::timestamptz[]) AS k (key, since) ORDER BY k.key, k.since
ON CONFLICT (key, since) DO UPDATE SET count = r.count + 1
RETURNING key, since, count
