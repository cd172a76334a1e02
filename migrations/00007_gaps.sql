-- +goose Up
-- Roads in the publications, the history of the underserved areas, and places
-- beyond the border.

-- Beyond the border of the territory, and so in no comune of it. It serves people
-- inside, and counts only where somebody asks for it.
ALTER TABLE atlante.place ADD COLUMN external boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT place_beyond_the_border_is_in_no_comune CHECK (NOT external OR comune IS NULL),
  ADD CONSTRAINT place_beyond_the_border_has_a_position CHECK (NOT external OR position IS NOT NULL);

-- What goes to people in turn.
ALTER TABLE atlante.kind ADD COLUMN itinerant boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT kind_itinerant_is_by_area CHECK (NOT itinerant OR by_area);

-- It has another parameter now: installed again with the views.
DROP FUNCTION IF EXISTS atlante.imported_content(text, text, text, text, text, ext.geometry, text, int, boolean, text, text,
  text[], text[], text, text);

ALTER TABLE atlante.publication ADD COLUMN roads_version bigint NOT NULL DEFAULT 0,
  ADD COLUMN graph       jsonb,  -- the road graph as it was, NULL without roads: it may be gone from the database
  ADD COLUMN calibration jsonb,  -- the estimate compared with the roads, NULL without roads
  ADD COLUMN stood_in    jsonb;  -- where the estimate stood in for the roads, NULL without roads

-- Metres from the centre of the cell to the road, and whether the estimate stood
-- in: arrays as the others, NULL as a whole without roads.
ALTER TABLE atlante.cell_times ADD COLUMN snap real[], ADD COLUMN estimated boolean[];

-- Beside the minutes: who runs the places, who is left without, and what each
-- resident shares in. NULL where nobody can tell.
ALTER TABLE atlante.figure ADD COLUMN organizations int NOT NULL DEFAULT 0,
  ADD COLUMN organizations_per_10000 float8,
  ADD COLUMN comuni_without int NOT NULL DEFAULT 0,
  ADD COLUMN estimated int NOT NULL DEFAULT 0, -- residents whose minutes are estimates for want of roads
  ADD COLUMN walk_only int NOT NULL DEFAULT 0, -- residents over 2 km from the nearest road
  ADD COLUMN reachable float8,  -- median number of places within the threshold
  ADD COLUMN access    float8,  -- places per 10,000 residents, shared (E2SFCA)
  ADD COLUMN gini      float8,
  ADD COLUMN gini_zones float8; -- of territories, between their zones

ALTER TABLE atlante.gap ADD COLUMN second uuid, -- nearest to most if the nearest closes
  ADD COLUMN second_minutes float8,
  ADD COLUMN walk_only int  NOT NULL DEFAULT 0, -- residents over 2 km from the nearest road
  ADD COLUMN itinerant text NOT NULL DEFAULT '' CONSTRAINT gap_itinerant_is_known
                            CHECK (itinerant IN ('', 'none', 'none_registered', 'some'));

-- What each publication changed of an underserved area. It outlives the
-- publications, of which two are kept, and the areas: no key of another table.
CREATE TABLE atlante.gap_version (
  id             text   NOT NULL,
  scenario       text   NOT NULL,
  publication    bigint NOT NULL,
  at             timestamptz NOT NULL,
  territory      text   NOT NULL,
  kind           text   NOT NULL,
  name           text   NOT NULL,
  residents      int    NOT NULL,
  residents_low  int    NOT NULL,
  residents_high int    NOT NULL,
  median_minutes float8,
  severity       float8 NOT NULL,
  model          text   NOT NULL,
  confidence     text   NOT NULL,
  graph          bigint, -- the version of the roads, NULL without
  parents        text[] NOT NULL, -- ids of the areas that it was made of
  ended          boolean NOT NULL, -- gone since; the figures are the last that it had
  CONSTRAINT gap_version_key PRIMARY KEY (id, scenario, publication)
);
CREATE INDEX gap_version_by_parent ON atlante.gap_version USING gin (parents) WHERE parents <> '{}';

-- +goose Down
DROP TABLE atlante.gap_version CASCADE;
ALTER TABLE atlante.figure DROP COLUMN organizations, DROP COLUMN organizations_per_10000, DROP COLUMN comuni_without,
  DROP COLUMN estimated, DROP COLUMN walk_only, DROP COLUMN reachable, DROP COLUMN access, DROP COLUMN gini, DROP COLUMN gini_zones;
ALTER TABLE atlante.gap DROP COLUMN second, DROP COLUMN second_minutes, DROP COLUMN walk_only, DROP COLUMN itinerant;
ALTER TABLE atlante.cell_times DROP COLUMN snap CASCADE, DROP COLUMN estimated CASCADE;
ALTER TABLE atlante.publication DROP COLUMN roads_version CASCADE, DROP COLUMN graph CASCADE, DROP COLUMN calibration CASCADE,
  DROP COLUMN stood_in CASCADE;
ALTER TABLE atlante.kind DROP COLUMN itinerant;
DELETE FROM atlante.place WHERE external;
ALTER TABLE atlante.place DROP COLUMN external CASCADE;
DELETE FROM atlante.installed_code; -- views went with the columns: whoever migrates installs them again
