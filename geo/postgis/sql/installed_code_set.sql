-- $1 checksum, $2 time. One row is kept.
INSERT INTO atlante.installed_code (checksum, installed_at) VALUES ($1, $2)
ON CONFLICT (one) DO UPDATE SET checksum = excluded.checksum, installed_at = excluded.installed_at
