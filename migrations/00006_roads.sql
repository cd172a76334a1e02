-- +goose Up
-- Roads: graphs made of OpenStreetMap files, and the names that the same files hold.

ALTER TABLE atlante.input_version DROP CONSTRAINT input_version_is_known,
  ADD CONSTRAINT input_version_is_known CHECK (name IN ('places', 'territory', 'names', 'roads'));
INSERT INTO atlante.input_version VALUES ('roads', 0, now());

-- A version of the graphs of both modes. At most one is active; without one
-- travel times are estimated. The one before stays for processes that still read
-- it, until the next publication.
CREATE TABLE atlante.road_graph (
  id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT road_graph_key PRIMARY KEY,
  created_at   timestamptz NOT NULL,
  active       boolean NOT NULL,
  file         text    NOT NULL,
  checksum     text    NOT NULL CONSTRAINT road_graph_checksum_is_sha256 CHECK (checksum ~ '^[0-9a-f]{64}$'),
  data_date    timestamptz, -- as the file tells it; NULL when it does not
  profile_hash text    NOT NULL,
  synthetic    boolean NOT NULL, -- made by a program: no real roads
  writer       text    NOT NULL, -- program that wrote the file
  source       text    NOT NULL,
  licence      text    NOT NULL,
  counts       jsonb   NOT NULL, -- of the file, and of the graph of each mode
  uncovered    text[]  NOT NULL  -- comuni whose seat is too far from every road: their times stay estimates
);
CREATE UNIQUE INDEX road_graph_active_is_one ON atlante.road_graph (active) WHERE active;

-- The graphs as bytes, in parts of at most a megabyte. They do not shrink: no
-- time is spent on trying.
CREATE TABLE atlante.road_graph_part (
  graph bigint NOT NULL CONSTRAINT road_graph_part_has_a_graph REFERENCES atlante.road_graph ON DELETE CASCADE,
  mode  text   NOT NULL CONSTRAINT road_graph_part_mode_is_known CHECK (mode IN ('car', 'foot')),
  part  int    NOT NULL CONSTRAINT road_graph_part_is_counted_from_0 CHECK (part >= 0),
  bytes bytea  NOT NULL,
  CONSTRAINT road_graph_part_key PRIMARY KEY (graph, mode, part)
);
ALTER TABLE atlante.road_graph_part ALTER bytes SET STORAGE EXTERNAL;

-- The OpenStreetMap file that the names below come from; at most one row.
CREATE TABLE atlante.osm_file (
  one       boolean NOT NULL DEFAULT true CONSTRAINT osm_file_is_one_row PRIMARY KEY CHECK (one),
  file      text    NOT NULL,
  checksum  text    NOT NULL,
  data_date timestamptz,
  source    text    NOT NULL, -- as positions found through it name it
  licence   text    NOT NULL
);

-- Named roads, a row a way: its middle, and how far it runs from there. comune
-- is the one that holds the point by the boundaries of today, here and below:
-- NULL outside all of them. osm_settle() sets it whenever boundaries change.
CREATE TABLE atlante.osm_street (
  id       int  NOT NULL CONSTRAINT osm_street_key PRIMARY KEY, -- order in the file
  comune   text,
  name     text NOT NULL,
  position ext.geometry(Point, 4326) NOT NULL,
  reach_m  real NOT NULL CONSTRAINT osm_street_reach_is_not_negative CHECK (reach_m >= 0)
);

CREATE TABLE atlante.osm_house (
  id       int  NOT NULL CONSTRAINT osm_house_key PRIMARY KEY,
  comune   text,
  street   text NOT NULL,
  number   text NOT NULL,
  position ext.geometry(Point, 4326) NOT NULL
);

-- Villages, quarters, hamlets.
CREATE TABLE atlante.osm_hamlet (
  id       int  NOT NULL CONSTRAINT osm_hamlet_key PRIMARY KEY,
  comune   text,
  name     text NOT NULL,
  class    text NOT NULL, -- the value of place
  position ext.geometry(Point, 4326) NOT NULL
);

-- +goose Down
DROP TABLE atlante.osm_hamlet, atlante.osm_house, atlante.osm_street, atlante.osm_file, atlante.road_graph_part,
  atlante.road_graph CASCADE;
DELETE FROM atlante.input_version WHERE name = 'roads';
ALTER TABLE atlante.input_version DROP CONSTRAINT input_version_is_known,
  ADD CONSTRAINT input_version_is_known CHECK (name IN ('places', 'territory', 'names'));
