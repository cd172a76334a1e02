-- No version of the roads is active any more.
UPDATE atlante.road_graph SET active = false WHERE active
