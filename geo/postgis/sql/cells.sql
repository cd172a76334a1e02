-- → h3, owner, lon, lat, comuni it straddles, their fractions (NULL when it straddles none); by h3.
SELECT c.h3, c.comune, ST_X(c.centre), ST_Y(c.centre),
       array_agg(s.comune ORDER BY s.comune) FILTER (WHERE s.comune IS NOT NULL),
       array_agg(s.fraction ORDER BY s.comune) FILTER (WHERE s.comune IS NOT NULL)
  FROM atlante.cell c LEFT JOIN atlante.cell_share s ON s.h3 = c.h3
 GROUP BY c.h3
 ORDER BY c.h3
