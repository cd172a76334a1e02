-- One gap; its outline joins its cells: grown until neighbours within the link distance meet, then shrunk back (metres of
-- Web Mercator, about 1.4 to a metre on the ground here).
INSERT INTO atlante.gap (publication, scenario, id, territory, kind, rank, name, zone, valley, comuni, cells, residents,
  residents_low, residents_high, median_minutes, minutes_low, minutes_high, depth, severity, threshold, mode, nearest, why,
  model, confidence, snai_class, altitude_m, parents, outline_3857, outline)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''), $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
       $24, $25, $26, $27, $28, o.g, ST_Transform(o.g, 4326)
  FROM (SELECT ST_Multi(ST_Simplify(ST_Buffer(ST_Buffer(ST_Union(geom_3857), 750), -600), 25)) AS g
          FROM atlante.cell_shape WHERE h3 = ANY ($11::bigint[])) AS o
