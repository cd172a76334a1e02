-- The share of each straddling cell's area that lies in each comune it meets. In
-- Web Mercator, which keeps the ratio of areas within a cell of 0.1 km².
INSERT INTO atlante.cell_share (h3, comune, fraction)
SELECT h3, comune, fraction
  FROM (SELECT s.h3, b.comune,
               least(1, ST_Area(ST_Intersection(s.geom_3857, b.geom_3857)) / ST_Area(s.geom_3857)) AS fraction
          FROM atlante.cell_shape s
          JOIN atlante.boundary o ON o.comune = s.comune
          JOIN atlante.boundary b ON ST_Intersects(b.geom_3857, s.geom_3857)
         WHERE s.resolution = 9 AND NOT ST_Covers(o.geom_3857, s.geom_3857)) AS x
 WHERE fraction > 1e-6
