-- Dissolves the comuni of each zone; the label stands inside the largest part. After zone_boundaries_clear.
INSERT INTO atlante.zone_boundary (zone, geom, geom_3857, label)
SELECT zone, g, ST_Transform(g, 3857), ST_PointOnSurface(g)
  FROM (SELECT c.zone, ST_Multi(ST_CollectionExtract(ST_Union(b.geom), 3)) AS g
          FROM atlante.boundary b JOIN atlante.comune c ON c.id = b.comune GROUP BY c.zone) AS z
