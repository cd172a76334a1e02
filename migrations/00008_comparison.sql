-- +goose Up
-- Times along the roads set beside those of another routing engine.

-- A row a comparison, of whatever roads: they may be gone since.
CREATE TABLE atlante.engine_comparison (
  id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT engine_comparison_key PRIMARY KEY,
  at           timestamptz NOT NULL,
  engine       text NOT NULL CONSTRAINT engine_comparison_engine_is_known CHECK (engine IN ('osrm', 'valhalla')),
  address      text NOT NULL,
  checksum     text NOT NULL, -- of the file that the roads were made of
  profile_hash text NOT NULL, -- of how it was read
  synthetic    boolean NOT NULL,
  asked        int  NOT NULL,
  compared     int  NOT NULL,
  only_ours    int  NOT NULL,
  only_theirs  int  NOT NULL,
  median       float8 NOT NULL CONSTRAINT engine_comparison_median_is_not_negative CHECK (median >= 0),
  p90          float8 NOT NULL,
  bias         float8 NOT NULL,
  CONSTRAINT engine_comparison_adds_up CHECK (compared > 0 AND compared + only_ours + only_theirs <= asked AND median <= p90)
);
CREATE INDEX engine_comparison_by_roads ON atlante.engine_comparison (checksum, profile_hash, id);

-- +goose Down
DROP TABLE atlante.engine_comparison CASCADE;
