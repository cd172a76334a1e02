-- $1 kind, $2 last serial. Serials only grow.
INSERT INTO atlante.gap_serial (kind, last) VALUES ($1, $2)
ON CONFLICT (kind) DO UPDATE SET last = greatest(atlante.gap_serial.last, excluded.last)
