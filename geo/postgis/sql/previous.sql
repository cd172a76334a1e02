-- → the latest publication: id, model, hash of parameters, kinds, whether boundaries and territory are the same now; no
-- row before the first.
SELECT p.id, p.model, p.parameters_hash, p.kinds,
       NOT EXISTS (SELECT FROM atlante.boundary b
                    WHERE (b.source, b.checksum) IS DISTINCT FROM (p.boundary_source, p.boundary_checksum)),
       p.territory_version = (SELECT version FROM atlante.input_version WHERE name = 'territory')
  FROM atlante.latest_publication p
