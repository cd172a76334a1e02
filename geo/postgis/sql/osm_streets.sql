-- → comune, name, lon, lat, reach in metres of the stretches of streets in a comune, in the order of the file.
SELECT comune, name, ST_X(position), ST_Y(position), reach_m FROM atlante.osm_street WHERE comune IS NOT NULL ORDER BY id
