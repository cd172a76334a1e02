-- $1 id, $2 name, $3 source, $4 licence, $5 retrieved on or NULL.
INSERT INTO atlante.network (id, name, source, licence, retrieved_on) VALUES ($1, $2, $3, $4, $5::text::date)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, source = excluded.source, licence = excluded.licence, retrieved_on = excluded.retrieved_on
