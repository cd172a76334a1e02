-- $1 old code, $2 name, $3 cadastral code, $4 today's code, $5 since (ISO date), $6 law, $7 source.
INSERT INTO atlante.suppressed_comune (id, name, cadastral_code, today, since, law, source)
VALUES ($1, $2, $3, $4, $5::text::date, $6, $7)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, cadastral_code = excluded.cadastral_code, today = excluded.today,
  since = excluded.since, law = excluded.law, source = excluded.source
