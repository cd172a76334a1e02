-- touch(input): a new version of an input, told to everybody who listens. The
-- times of all inputs only go forward, also when the clock of the machine does not.
CREATE OR REPLACE FUNCTION atlante.touch(input text) RETURNS bigint
LANGUAGE sql SET search_path = pg_catalog AS $$
  WITH v AS (
    UPDATE atlante.input_version SET version = version + 1,
           changed_at = greatest(clock_timestamp(), (SELECT max(i.changed_at) FROM atlante.input_version i) + interval '1 microsecond')
     WHERE name = input RETURNING version
  ), told AS (
    SELECT pg_notify('atlante', input || ' ' || version) FROM v
  )
  SELECT v.version FROM v, told;
$$;

-- Every statement that changes rows of an input table makes a new version.
CREATE OR REPLACE FUNCTION atlante.input_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM atlante.touch(TG_ARGV[0]);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER place_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.place
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('places');
CREATE OR REPLACE TRIGGER kind_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.kind
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('places');
CREATE OR REPLACE TRIGGER zone_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.zone
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('territory');
CREATE OR REPLACE TRIGGER comune_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.comune
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('territory');
CREATE OR REPLACE TRIGGER boundary_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.boundary
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('territory');
CREATE OR REPLACE TRIGGER valley_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.valley
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('territory');
CREATE OR REPLACE TRIGGER pass_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.pass
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('territory');
CREATE OR REPLACE TRIGGER street_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.street
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('names');
CREATE OR REPLACE TRIGGER locality_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.locality
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('names');
CREATE OR REPLACE TRIGGER suppressed_comune_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.suppressed_comune
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('names');

-- A deletion is not told: it takes away versions that nobody asks for any more,
-- and the recomputation that it would call for is the one that deletes them.
CREATE OR REPLACE TRIGGER road_graph_changed AFTER INSERT OR UPDATE ON atlante.road_graph
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('roads');
CREATE OR REPLACE TRIGGER osm_file_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.osm_file
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.input_changed('names');
