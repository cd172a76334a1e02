-- Roles of Atlante, cluster-wide. Run by a role that may create roles; safe to repeat.
--   atlante_owner  owns the schema and runs migrations
--   atlante_app    reads and writes rows, owns nothing
--   atlante_tiles  reads the public views only
--   atlante        the login of the service in a private cluster: may act as the latter two
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['atlante_owner', 'atlante_app', 'atlante_tiles'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', r);
    END IF;
    IF NOT pg_has_role(current_user, r, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO %I', r, current_user);
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'atlante') THEN
    CREATE ROLE atlante LOGIN NOINHERIT;
  END IF;
  GRANT atlante_app, atlante_tiles TO atlante;
END $$;
