-- All that is known from the OpenStreetMap file goes.
WITH streets AS (DELETE FROM atlante.osm_street), houses AS (DELETE FROM atlante.osm_house),
     hamlets AS (DELETE FROM atlante.osm_hamlet)
DELETE FROM atlante.osm_file
