-- → the latest publication: id, model, whether a program made up its roads, kinds, whether boundaries are the same now; no row
-- before the first.
SELECT p.id, p.model, coalesce((p.graph->>'Synthetic')::boolean, false), p.kinds,
       NOT EXISTS (SELECT FROM atlante.boundary b
                    WHERE (b.source, b.checksum) IS DISTINCT FROM (p.boundary_source, p.boundary_checksum))
  FROM atlante.latest_publication p
