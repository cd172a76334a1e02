-- Removes the residents of all cells.
DELETE FROM atlante.cell_comune
