-- Copied outlines into place, in the projection of the tiles.
INSERT INTO atlante.cell_shape (h3, resolution, comune, geom_3857)
SELECT h3, resolution, comune, ST_Transform(ST_GeomFromEWKB(geom), 3857) FROM pg_temp.incoming_shape
