-- +goose Up
-- The history of an area outlives the roads that its minutes were made of: it
-- remembers by itself which of them a program made up.
ALTER TABLE atlante.gap_version ADD COLUMN synthetic boolean NOT NULL DEFAULT false;
UPDATE atlante.gap_version v SET synthetic = true
  FROM atlante.publication p WHERE p.id = v.publication AND (p.graph->>'Synthetic')::boolean;

-- +goose Down
ALTER TABLE atlante.gap_version DROP COLUMN synthetic;
