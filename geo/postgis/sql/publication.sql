-- → the latest publication, whether its inputs have changed since, version of the roads, graph as JSON (NULL
-- without roads); no row before the first.
SELECT p.id, to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), p.model, p.places_version, p.territory_version,
       p.parameters_hash, coalesce(p.previous, 0), p.boundary_source, p.boundary_approx, p.residents_tier, p.cells, p.populated_cells,
       (p.places_version, p.territory_version, p.roads_version) IS DISTINCT FROM
       ((SELECT version FROM atlante.input_version WHERE name = 'places'),
        (SELECT version FROM atlante.input_version WHERE name = 'territory'),
        (SELECT version FROM atlante.input_version WHERE name = 'roads')),
       p.roads_version, p.graph
  FROM atlante.latest_publication p
