-- $1 h3 → owner, its name, residents of the cell; no row outside the territory.
SELECT c.comune, m.name, coalesce((SELECT sum(residents) FROM atlante.cell_comune r WHERE r.h3 = c.h3), 0)::int
  FROM atlante.cell c JOIN atlante.comune m ON m.id = c.comune
 WHERE c.h3 = $1
