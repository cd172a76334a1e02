-- → one row: true when the schema atlante is absent or holds no table, view or sequence.
SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'atlante')
