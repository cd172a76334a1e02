-- +goose Up
-- Facts about the territory: zones, comuni, valleys and their boundaries.

-- Checksum of the functions and views that are installed; one row.
CREATE TABLE atlante.installed_code (
  one          boolean     NOT NULL DEFAULT true CONSTRAINT installed_code_is_one_row PRIMARY KEY CHECK (one),
  checksum     text        NOT NULL,
  installed_at timestamptz NOT NULL
);

CREATE TABLE atlante.zone (
  id           int  NOT NULL CONSTRAINT zone_key PRIMARY KEY CONSTRAINT zone_number_is_positive CHECK (id > 0),
  name         text NOT NULL,
  source       text NOT NULL,
  licence      text NOT NULL,
  retrieved_on date
);

CREATE TABLE atlante.valley (
  id     text NOT NULL CONSTRAINT valley_key PRIMARY KEY,
  name   text NOT NULL,
  parent text CONSTRAINT valley_parent_is_a_valley REFERENCES atlante.valley DEFERRABLE INITIALLY DEFERRED,
  mouth  text NOT NULL,
  source text NOT NULL
);

CREATE TABLE atlante.comune (
  id              text NOT NULL CONSTRAINT comune_key PRIMARY KEY
                       CONSTRAINT comune_id_is_six_digits CHECK (id ~ '^[0-9]{6}$'),
  name            text NOT NULL,
  folded          text NOT NULL,
  cadastral_code  text NOT NULL CONSTRAINT comune_cadastral_code_is_unique UNIQUE,
  zone            int  NOT NULL CONSTRAINT comune_zone_exists REFERENCES atlante.zone,
  zone_source     text NOT NULL,
  valley          text CONSTRAINT comune_valley_exists REFERENCES atlante.valley DEFERRABLE INITIALLY DEFERRED,
  residents       int  NOT NULL CONSTRAINT comune_residents_are_not_negative CHECK (residents >= 0),
  area_km2        float8 NOT NULL CONSTRAINT comune_area_is_positive CHECK (area_km2 > 0),
  altitude_m      int  NOT NULL,
  altimetric_zone int  NOT NULL CONSTRAINT comune_altimetric_zone_is_known CHECK (altimetric_zone IN (1, 3, 5)),
  mountain_class  text NOT NULL CONSTRAINT comune_mountain_class_is_known CHECK (mountain_class IN ('T', 'P', 'NM')),
  snai_class      text NOT NULL CONSTRAINT comune_snai_class_is_known CHECK (snai_class IN ('A', 'B', 'C', 'D', 'E', 'F')),
  pole_minutes    float8 NOT NULL,
  pole            text NOT NULL,
  seat            ext.geometry(Point, 4326) NOT NULL,
  source          text NOT NULL,
  licence         text NOT NULL,
  retrieved_on    date
);
CREATE INDEX comune_by_zone ON atlante.comune (zone);
CREATE INDEX comune_by_likeness ON atlante.comune USING gin (folded ext.gin_trgm_ops);
ALTER TABLE atlante.valley ADD CONSTRAINT valley_mouth_is_a_comune
  FOREIGN KEY (mouth) REFERENCES atlante.comune DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE atlante.pass (
  from_comune text NOT NULL CONSTRAINT pass_from_is_a_comune REFERENCES atlante.comune,
  to_comune   text NOT NULL CONSTRAINT pass_to_is_a_comune REFERENCES atlante.comune,
  name        text NOT NULL,
  open        text NOT NULL CONSTRAINT pass_open_is_known CHECK (open IN ('all year', 'summer')),
  CONSTRAINT pass_key PRIMARY KEY (from_comune, to_comune)
);

-- Comuni that mergers ended, with the comune that holds them today.
CREATE TABLE atlante.suppressed_comune (
  id     text NOT NULL CONSTRAINT suppressed_comune_key PRIMARY KEY,
  name   text NOT NULL,
  cadastral_code text NOT NULL,
  today  text NOT NULL CONSTRAINT suppressed_comune_lives_on REFERENCES atlante.comune,
  since  date NOT NULL,
  law    text NOT NULL,
  source text NOT NULL
);

-- One boundary for each comune; source says whether it is approximate.
CREATE TABLE atlante.boundary (
  comune      text NOT NULL CONSTRAINT boundary_key PRIMARY KEY
                   CONSTRAINT boundary_is_of_a_comune REFERENCES atlante.comune,
  geom        ext.geometry(MultiPolygon, 4326) NOT NULL CONSTRAINT boundary_is_valid CHECK (ext.ST_IsValid(geom)),
  geom_3857   ext.geometry(MultiPolygon, 3857) NOT NULL,
  approximate boolean NOT NULL,
  source      text NOT NULL,
  checksum    text NOT NULL
);
CREATE INDEX boundary_by_place ON atlante.boundary USING gist (geom);
CREATE INDEX boundary_by_tile ON atlante.boundary USING gist (geom_3857);

-- The zones drawn: the boundaries of their comuni dissolved.
CREATE TABLE atlante.zone_boundary (
  zone      int NOT NULL CONSTRAINT zone_boundary_key PRIMARY KEY CONSTRAINT zone_boundary_is_of_a_zone REFERENCES atlante.zone,
  geom      ext.geometry(MultiPolygon, 4326) NOT NULL,
  geom_3857 ext.geometry(MultiPolygon, 3857) NOT NULL,
  label     ext.geometry(Point, 4326) NOT NULL
);
CREATE INDEX zone_boundary_by_tile ON atlante.zone_boundary USING gist (geom_3857);

-- Names of quartieri and frazioni with an estimated centre.
CREATE TABLE atlante.locality (
  comune   text NOT NULL CONSTRAINT locality_is_in_a_comune REFERENCES atlante.comune,
  name     text NOT NULL,
  point    ext.geometry(Point, 4326) NOT NULL,
  radius_m int NOT NULL CONSTRAINT locality_radius_is_positive CHECK (radius_m > 0),
  source   text NOT NULL,
  CONSTRAINT locality_key PRIMARY KEY (comune, name)
);

-- Official street names: they confirm that a street exists, not where.
CREATE TABLE atlante.street (
  comune text NOT NULL CONSTRAINT street_is_in_a_comune REFERENCES atlante.comune,
  type   text NOT NULL, -- the generic part: VIA, PIAZZA, FRAZIONE
  name   text NOT NULL,
  serial text NOT NULL, -- progressivo nazionale
  CONSTRAINT street_key PRIMARY KEY (comune, type, name)
);

-- +goose Down
DROP TABLE atlante.street, atlante.locality, atlante.zone_boundary, atlante.boundary,
  atlante.suppressed_comune, atlante.pass, atlante.comune, atlante.valley, atlante.zone, atlante.installed_code CASCADE;
