-- +goose Up
-- Who is where: kinds, places, organizations, and the batches that brought them.

CREATE TABLE atlante.kind (
  id             text NOT NULL CONSTRAINT kind_key PRIMARY KEY CONSTRAINT kind_id_is_a_short_name CHECK (id ~ '^[a-z][a-z0-9_]{0,39}$'),
  name_it        text NOT NULL,
  name_en        text NOT NULL,
  plural_it      text NOT NULL,
  plural_en      text NOT NULL,
  nearest_it     text NOT NULL,
  nearest_en     text NOT NULL,
  by_area        boolean NOT NULL,
  completeness   text NOT NULL CONSTRAINT kind_completeness_is_known CHECK (completeness IN ('complete', 'checked', 'not_surveyed')),
  mode_mountain  text NOT NULL CONSTRAINT kind_mode_mountain_is_known CHECK (mode_mountain IN ('car', 'foot', 'area')),
  mode_else      text NOT NULL CONSTRAINT kind_mode_else_is_known CHECK (mode_else IN ('car', 'foot', 'area')),
  threshold_car  int  NOT NULL,
  threshold_foot int  NOT NULL,
  position       int  NOT NULL CONSTRAINT kind_position_is_unique UNIQUE
);

-- One import or edit run: all of its rows became visible together.
CREATE TABLE atlante.batch (
  id         uuid NOT NULL CONSTRAINT batch_key PRIMARY KEY,
  what       text NOT NULL,
  file       text NOT NULL,
  checksum   text NOT NULL,
  created_at timestamptz NOT NULL,
  accepted   int NOT NULL,
  refused    int NOT NULL,
  notices    text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX batch_by_time ON atlante.batch (created_at DESC);

CREATE TABLE atlante.place (
  id               uuid NOT NULL CONSTRAINT place_key PRIMARY KEY,
  key              text NOT NULL CONSTRAINT place_import_key_is_unique UNIQUE,
  kind             text NOT NULL CONSTRAINT place_kind_exists REFERENCES atlante.kind,
  name             text NOT NULL CONSTRAINT place_has_a_name CHECK (name <> ''),
  folded           text NOT NULL,
  address          text NOT NULL,
  locality         text NOT NULL,
  comune           text CONSTRAINT place_comune_exists REFERENCES atlante.comune,
  position         ext.geometry(Point, 4326),
  cell             bigint, -- H3 cell at resolution 9 of the position, for clusters
  precision        text NOT NULL CONSTRAINT place_precision_is_known
                        CHECK (precision IN ('exact', 'house_number', 'street', 'locality', 'comune', 'none')),
  radius_m         int NOT NULL,
  street_confirmed boolean NOT NULL,
  position_source  text NOT NULL,
  status           text NOT NULL CONSTRAINT place_status_is_known
                        CHECK (status IN ('active', 'temporarily_closed', 'seasonal', 'planned', 'closed')),
  service_area     text[] NOT NULL, -- comuni served without people travelling
  may_reach        text[] NOT NULL, -- comuni it may serve, not listed: unknown
  note             text NOT NULL,
  source           text NOT NULL,
  licence          text NOT NULL,
  retrieved_on     date,
  confirmed_on     date,
  batch            uuid NOT NULL CONSTRAINT place_batch_exists REFERENCES atlante.batch,
  CONSTRAINT place_with_position_has_cell CHECK ((position IS NULL) = (cell IS NULL)),
  CONSTRAINT place_without_position_says_so CHECK ((position IS NULL) = (precision = 'none')),
  CONSTRAINT place_is_not_at_zero CHECK (position IS NULL OR ext.ST_X(position) <> 0 OR ext.ST_Y(position) <> 0)
);
CREATE INDEX place_by_position ON atlante.place USING gist (position);
CREATE INDEX place_by_tile ON atlante.place USING gist (ext.ST_Transform(position, 3857));
CREATE INDEX place_by_comune ON atlante.place (comune);
CREATE INDEX place_by_likeness ON atlante.place USING gin (folded ext.gin_trgm_ops);

CREATE TABLE atlante.organization (
  id       uuid NOT NULL CONSTRAINT organization_key PRIMARY KEY,
  name     text NOT NULL,
  folded   text NOT NULL CONSTRAINT organization_name_is_unique UNIQUE,
  comune   text CONSTRAINT organization_comune_exists REFERENCES atlante.comune,
  relation text NOT NULL,
  place    uuid CONSTRAINT organization_place_exists REFERENCES atlante.place ON DELETE SET NULL,
  source   text NOT NULL,
  licence  text NOT NULL
);

-- +goose Down
DROP TABLE atlante.organization, atlante.place, atlante.batch, atlante.kind CASCADE;
