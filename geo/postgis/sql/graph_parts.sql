-- $1 version, $2 mode → the bytes of the graph, part by part. Index: road_graph_part_key.
SELECT bytes FROM atlante.road_graph_part WHERE graph = $1 AND mode = $2 ORDER BY part
