-- Removes all cells, their shares, residents and outlines.
WITH shapes AS (DELETE FROM atlante.cell_shape),
     shares AS (DELETE FROM atlante.cell_share),
     residents AS (DELETE FROM atlante.cell_comune)
DELETE FROM atlante.cell
