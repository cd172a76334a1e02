-- Copied cells into the grid.
INSERT INTO atlante.cell (h3, comune, centre)
SELECT h3, comune, ST_SetSRID(ST_MakePoint(lon, lat), 4326) FROM pg_temp.incoming_cell
