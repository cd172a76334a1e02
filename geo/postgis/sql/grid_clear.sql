-- Removes all cells, their shares, residents and outlines.
WITH shapes AS (DELETE FROM atlante.cell_shape)
DELETE FROM atlante.cell
