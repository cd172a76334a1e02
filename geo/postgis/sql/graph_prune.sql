-- Versions of the roads that are not in use go: a publication has been made of the one that is, or of none.
DELETE FROM atlante.road_graph WHERE NOT active
