-- $1 who, $2 key, $3 what, $4 time. One row when this write has not been done; waits for the same one under way.
INSERT INTO atlante.write_key (who, key, what, at) VALUES ($1, $2, $3, $4) ON CONFLICT (who, key) DO NOTHING
