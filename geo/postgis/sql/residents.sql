-- → h3, comune, residents; by h3 and comune.
SELECT h3, comune, residents FROM atlante.cell_comune ORDER BY h3, comune
