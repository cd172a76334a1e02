-- → all networks by name: id, name, source, licence, retrieved on.
SELECT id, name, source, licence, coalesce(retrieved_on::text, '') FROM atlante.network ORDER BY name COLLATE pg_catalog."it-x-icu", id
