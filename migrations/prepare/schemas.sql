-- Extensions and schemas of one database. PostGIS lives in ext, ours in atlante;
-- nothing of ours is in the search path, so an unqualified table fails.
CREATE SCHEMA IF NOT EXISTS ext;
CREATE EXTENSION IF NOT EXISTS postgis SCHEMA ext;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA ext;
CREATE SCHEMA IF NOT EXISTS atlante AUTHORIZATION atlante_owner;
GRANT USAGE ON SCHEMA ext TO atlante_owner, atlante_app, atlante_tiles;
GRANT SELECT ON ext.spatial_ref_sys TO atlante_owner, atlante_app, atlante_tiles;
GRANT USAGE ON SCHEMA atlante TO atlante_app, atlante_tiles;
ALTER DEFAULT PRIVILEGES FOR ROLE atlante_owner IN SCHEMA atlante
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO atlante_app;
ALTER DEFAULT PRIVILEGES FOR ROLE atlante_owner IN SCHEMA atlante
  GRANT USAGE ON SEQUENCES TO atlante_app;
