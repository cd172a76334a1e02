-- Removes the drawn zones.
DELETE FROM atlante.zone_boundary
