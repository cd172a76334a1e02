-- Removes all boundaries.
DELETE FROM atlante.boundary
