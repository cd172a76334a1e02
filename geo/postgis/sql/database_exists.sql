-- $1 name → one row: whether the database exists.
SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)
