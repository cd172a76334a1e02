-- → comune, street, number, lon, lat of the house numbers in a comune, in the order of the file.
SELECT comune, street, number, ST_X(position), ST_Y(position) FROM atlante.osm_house WHERE comune IS NOT NULL ORDER BY id
