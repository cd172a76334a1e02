-- +goose Up
-- Cells and residents of the territory, and the publications computed from them.

-- Versions of the inputs, each only growing; a change is notified on channel atlante.
CREATE TABLE atlante.input_version (
  name       text NOT NULL CONSTRAINT input_version_key PRIMARY KEY
                  CONSTRAINT input_version_is_known CHECK (name IN ('places', 'territory', 'names')),
  version    bigint NOT NULL,
  changed_at timestamptz NOT NULL
);
INSERT INTO atlante.input_version VALUES ('places', 0, now()), ('territory', 0, now()), ('names', 0, now());

-- H3 cells at resolution 9 whose centre lies in the territory.
CREATE TABLE atlante.cell (
  h3     bigint NOT NULL CONSTRAINT cell_key PRIMARY KEY,
  comune text   NOT NULL CONSTRAINT cell_owner_is_a_comune REFERENCES atlante.comune,
  centre ext.geometry(Point, 4326) NOT NULL
);

-- Share of the area of a cell that lies in a comune; only cells that straddle
-- comuni have rows, all others belong wholly to their owner. No foreign key to
-- the cell, here and below: the grid is always replaced whole, and following
-- such keys took longer than writing it; `atlante check` looks for strays.
CREATE TABLE atlante.cell_share (
  h3       bigint NOT NULL,
  comune   text   NOT NULL CONSTRAINT cell_share_is_in_a_comune REFERENCES atlante.comune,
  fraction float8 NOT NULL CONSTRAINT cell_share_is_a_fraction CHECK (fraction > 0 AND fraction <= 1),
  CONSTRAINT cell_share_key PRIMARY KEY (h3, comune)
);

-- Whole residents of a cell in a comune, by the tier named; they add up to the
-- comune's official figure.
CREATE TABLE atlante.cell_comune (
  h3        bigint NOT NULL,
  comune    text   NOT NULL CONSTRAINT cell_comune_is_in_a_comune REFERENCES atlante.comune,
  residents int    NOT NULL CONSTRAINT cell_comune_has_residents CHECK (residents > 0),
  tier      text   NOT NULL CONSTRAINT cell_comune_tier_is_known CHECK (tier IN ('census2021', 'kontur', 'ghs', 'spread')),
  CONSTRAINT cell_comune_key PRIMARY KEY (h3, comune)
);

-- Outlines for the tiles, at every published resolution; comune is the owner.
CREATE TABLE atlante.cell_shape (
  h3         bigint   NOT NULL CONSTRAINT cell_shape_key PRIMARY KEY,
  resolution smallint NOT NULL,
  comune     text     NOT NULL,
  geom_3857  ext.geometry(Polygon, 3857) NOT NULL
);
CREATE INDEX cell_shape_by_tile ON atlante.cell_shape USING gist (geom_3857);

-- One whole computation. Rows of a publication become visible together, with it.
CREATE TABLE atlante.publication (
  id                bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT publication_key PRIMARY KEY,
  created_at        timestamptz NOT NULL,
  model             text   NOT NULL,
  places_version    bigint NOT NULL,
  territory_version bigint NOT NULL,
  kinds             jsonb  NOT NULL, -- as they were: modes and thresholds
  time_kinds        text[] NOT NULL, -- of the arrays in cell_times, entry by entry
  time_modes        text[] NOT NULL,
  empty_props       jsonb  NOT NULL, -- what the tiles say of a cell where nobody lives
  parameters_hash   text   NOT NULL,
  previous          bigint,
  boundary_source   text   NOT NULL,
  boundary_checksum text   NOT NULL,
  boundary_approx   boolean NOT NULL,
  residents_tier    text   NOT NULL,
  cells             int    NOT NULL,
  populated_cells   int    NOT NULL
);

-- The places that counted, and where they stood.
CREATE TABLE atlante.publication_place (
  publication bigint NOT NULL CONSTRAINT publication_place_is_published REFERENCES atlante.publication ON DELETE CASCADE,
  scenario    text   NOT NULL,
  kind        text   NOT NULL,
  place       uuid   NOT NULL,
  position    ext.geometry(Point, 4326) NOT NULL,
  CONSTRAINT publication_place_key PRIMARY KEY (publication, scenario, place)
);

-- The minutes, states and flags of a populated cell: arrays with one entry for
-- each kind and mode, in the order of the publication's time_kinds and
-- time_modes. The view cell_time gives them one by one. A row for each entry
-- took eight times as long to write. No foreign key to the publication, on
-- this table and the next: checking one for every row cost more than writing it;
-- rows are written with their publication and go with it in publications_prune,
-- and `atlante check` looks for strays.
CREATE TABLE atlante.cell_times (
  publication bigint    NOT NULL,
  scenario    text      NOT NULL,
  h3          bigint    NOT NULL,
  states      text[]    NOT NULL,
  t1          real[]    NOT NULL,
  place1      uuid[]    NOT NULL,
  t2          real[]    NOT NULL,
  place2      uuid[]    NOT NULL,
  flags_raw   boolean[] NOT NULL,
  flags       boolean[] NOT NULL,
  CONSTRAINT cell_times_key PRIMARY KEY (publication, scenario, h3)
);

-- What the tiles say of a populated cell, at every resolution: props holds the
-- fields expanded by kind.
CREATE TABLE atlante.cell_figure (
  publication bigint NOT NULL,
  scenario    text   NOT NULL,
  h3          bigint NOT NULL,
  comune      text   NOT NULL,
  residents   int    NOT NULL,
  props       jsonb  NOT NULL,
  CONSTRAINT cell_figure_key PRIMARY KEY (publication, scenario, h3)
);

-- Figures by area; the arrays hold one entry for each threshold in minutes,
-- 0 standing for the kind's own, which depends on the mode.
CREATE TABLE atlante.figure (
  publication bigint NOT NULL CONSTRAINT figure_is_published REFERENCES atlante.publication ON DELETE CASCADE,
  scenario    text   NOT NULL,
  area        text   NOT NULL CONSTRAINT figure_area_is_known CHECK (area IN ('territory', 'zone', 'comune')),
  area_id     text   NOT NULL,
  territory   text   NOT NULL,
  kind        text   NOT NULL,
  mode        text   NOT NULL,
  residents   int    NOT NULL,
  places      int    NOT NULL,
  minutes     int[]  NOT NULL,
  within      int[]  NOT NULL,
  beyond      int[]  NOT NULL,
  unreachable int[]  NOT NULL,
  unknown     int[]  NOT NULL,
  median      float8,
  p90         float8,
  choice      float8,
  per_10000   float8,
  CONSTRAINT figure_key PRIMARY KEY (publication, scenario, area, area_id, territory, kind)
);

CREATE TABLE atlante.gap (
  publication    bigint NOT NULL CONSTRAINT gap_is_published REFERENCES atlante.publication ON DELETE CASCADE,
  scenario       text   NOT NULL,
  id             text   NOT NULL,
  territory      text   NOT NULL,
  kind           text   NOT NULL,
  rank           int    NOT NULL,
  name           text   NOT NULL,
  zone           int    NOT NULL,
  valley         text,
  comuni         text[] NOT NULL, -- most residents first
  parents        text[] NOT NULL, -- ids of the areas before that it overlaps, when its own is new
  cells          bigint[] NOT NULL,
  residents      int    NOT NULL,
  residents_low  int    NOT NULL,
  residents_high int    NOT NULL,
  median_minutes float8,
  minutes_low    float8,
  minutes_high   float8,
  depth          float8 NOT NULL,
  severity       float8 NOT NULL,
  threshold      int    NOT NULL,
  mode           text   NOT NULL,
  nearest        uuid,
  why            text   NOT NULL,
  model          text   NOT NULL,
  confidence     text   NOT NULL,
  snai_class     text   NOT NULL,
  altitude_m     int    NOT NULL,
  outline        ext.geometry(MultiPolygon, 4326) NOT NULL,
  outline_3857   ext.geometry(MultiPolygon, 3857) NOT NULL,
  CONSTRAINT gap_key PRIMARY KEY (publication, scenario, territory, id),
  CONSTRAINT gap_range_holds CHECK (residents_low <= residents AND residents <= residents_high)
);
CREATE INDEX gap_by_tile ON atlante.gap USING gist (outline_3857);

-- Serials of gap ids are never reused.
CREATE TABLE atlante.gap_serial (
  kind text NOT NULL CONSTRAINT gap_serial_key PRIMARY KEY,
  last bigint NOT NULL
);

CREATE TABLE atlante.whole_area (
  publication bigint NOT NULL CONSTRAINT whole_area_is_published REFERENCES atlante.publication ON DELETE CASCADE,
  scenario    text   NOT NULL,
  territory   text   NOT NULL,
  kind        text   NOT NULL,
  zone        int    NOT NULL,
  valley      text,
  residents   int    NOT NULL
);

-- Where the flagged residents of a kind went, so that none is lost.
CREATE TABLE atlante.gap_balance (
  publication bigint NOT NULL CONSTRAINT gap_balance_is_published REFERENCES atlante.publication ON DELETE CASCADE,
  scenario    text   NOT NULL,
  territory   text   NOT NULL,
  kind        text   NOT NULL,
  balance     jsonb  NOT NULL,
  CONSTRAINT gap_balance_key PRIMARY KEY (publication, scenario, territory, kind)
);

-- What the tiles say of a zone or comune.
CREATE TABLE atlante.area_figure (
  publication bigint NOT NULL CONSTRAINT area_figure_is_published REFERENCES atlante.publication ON DELETE CASCADE,
  scenario    text   NOT NULL,
  area        text   NOT NULL,
  area_id     text   NOT NULL,
  props       jsonb  NOT NULL,
  CONSTRAINT area_figure_key PRIMARY KEY (publication, scenario, area, area_id)
);

-- +goose Down
DROP TABLE atlante.area_figure, atlante.gap_balance, atlante.whole_area, atlante.gap_serial, atlante.gap,
  atlante.figure, atlante.cell_figure, atlante.cell_times, atlante.publication_place, atlante.publication, atlante.cell_shape,
  atlante.cell_comune, atlante.cell_share, atlante.cell, atlante.input_version CASCADE;
