-- → h3, owner, lon, lat, comuni it straddles, their fractions (NULL when it straddles none); by h3.
SELECT c.h3, c.comune, ST_X(c.centre), ST_Y(c.centre), s.comuni, s.fractions
  FROM atlante.cell c
  LEFT JOIN (SELECT h3, array_agg(comune ORDER BY comune) AS comuni, array_agg(fraction ORDER BY comune) AS fractions
               FROM atlante.cell_share GROUP BY h3) AS s ON s.h3 = c.h3
 ORDER BY c.h3
