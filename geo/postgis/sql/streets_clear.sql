-- Removes all street names.
DELETE FROM atlante.street
