-- → the latest publication: id, model, kinds, whether boundaries are the same now; no row before the first.
SELECT p.id, p.model, p.kinds,
       NOT EXISTS (SELECT FROM atlante.boundary b
                    WHERE (b.source, b.checksum) IS DISTINCT FROM (p.boundary_source, p.boundary_checksum))
  FROM atlante.latest_publication p
