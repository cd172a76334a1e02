-- Versions of the roads before the latest go: a publication has been made of that one, or of none.
DELETE FROM atlante.road_graph WHERE id < (SELECT max(id) FROM atlante.road_graph)
