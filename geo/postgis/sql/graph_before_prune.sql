-- $1 a new version: the last one that was there before it is kept for processes that still read it, all older ones go.
DELETE FROM atlante.road_graph WHERE id < (SELECT max(id) FROM atlante.road_graph WHERE id < $1)
