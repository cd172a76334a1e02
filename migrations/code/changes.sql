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

-- forget_places(upto): the log of places no longer says what changed up to the
-- version. Whoever knows only an older state reads all places.
CREATE OR REPLACE FUNCTION atlante.forget_places(upto bigint) RETURNS void
LANGUAGE sql SET search_path = pg_catalog AS $$
  DELETE FROM atlante.place_change WHERE n > 0 AND version <= upto;
  UPDATE atlante.place_change SET version = upto WHERE n = 0 AND version < upto;
$$;

-- A statement that changes places makes a new version and writes their ids beside
-- it: in this order, because touch() holds the row of the version until the end of
-- the transaction, so that versions come in the order of the commits, and whoever
-- sees a version sees all that was logged up to it. Of more than 500 places at once
-- nothing is logged: reading all of them is quicker. The last 20,000 rows stay.
CREATE OR REPLACE FUNCTION atlante.places_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  most CONSTANT int := 500;
  kept CONSTANT int := 20000;
  now_at bigint;
  logged int;
  last bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM changed) THEN
    RETURN NULL; -- both halves of INSERT … ON CONFLICT fire, also the one that did nothing
  END IF;
  now_at := atlante.touch('places');
  INSERT INTO atlante.place_change (version, place) SELECT now_at, c.id FROM changed c LIMIT most + 1;
  GET DIAGNOSTICS logged = ROW_COUNT;
  IF logged > most THEN
    PERFORM atlante.forget_places(now_at);
    RETURN NULL;
  END IF;
  SELECT max(n) INTO last FROM atlante.place_change;
  IF last / 1000 > (last - logged) / 1000 THEN -- now and then
    PERFORM atlante.forget_places(max(version)) FROM atlante.place_change WHERE n <= last - kept;
  END IF;
  RETURN NULL;
END $$;

-- Where it cannot be said which places change, all of them do.
CREATE OR REPLACE FUNCTION atlante.all_places_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM atlante.forget_places(atlante.touch('places'));
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS place_changed ON atlante.place; -- of earlier versions
CREATE OR REPLACE TRIGGER place_inserted AFTER INSERT ON atlante.place
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION atlante.places_changed();
CREATE OR REPLACE TRIGGER place_updated AFTER UPDATE ON atlante.place
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION atlante.places_changed();
CREATE OR REPLACE TRIGGER place_deleted AFTER DELETE ON atlante.place
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION atlante.places_changed();
CREATE OR REPLACE TRIGGER place_renamed AFTER UPDATE OF id ON atlante.place
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.all_places_changed(); -- nothing of ours does
CREATE OR REPLACE TRIGGER place_emptied AFTER TRUNCATE ON atlante.place
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.all_places_changed();
CREATE OR REPLACE TRIGGER kind_changed AFTER INSERT OR UPDATE OR DELETE ON atlante.kind
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.all_places_changed();
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
