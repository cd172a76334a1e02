-- $1 name → one row: whether the schema exists in this database.
SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)
