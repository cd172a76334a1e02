-- osm_settle(): gives streets, houses and hamlets of the OpenStreetMap file the comune that holds them by the boundaries of
-- now, the lower code on a border. Index: boundary_by_place.
CREATE OR REPLACE FUNCTION atlante.osm_settle() RETURNS void
LANGUAGE sql SET search_path = pg_catalog, ext AS $$
  UPDATE atlante.osm_street o SET comune =
    (SELECT b.comune FROM atlante.boundary b WHERE ST_Covers(b.geom, o.position) ORDER BY b.comune LIMIT 1);
  UPDATE atlante.osm_house o SET comune =
    (SELECT b.comune FROM atlante.boundary b WHERE ST_Covers(b.geom, o.position) ORDER BY b.comune LIMIT 1);
  UPDATE atlante.osm_hamlet o SET comune =
    (SELECT b.comune FROM atlante.boundary b WHERE ST_Covers(b.geom, o.position) ORDER BY b.comune LIMIT 1);
$$;

CREATE OR REPLACE FUNCTION atlante.boundaries_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM atlante.osm_settle();
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER boundary_settles_names AFTER INSERT OR UPDATE ON atlante.boundary
  FOR EACH STATEMENT EXECUTE FUNCTION atlante.boundaries_changed();
