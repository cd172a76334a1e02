-- → comune, name, class, lon, lat of the villages, quarters and hamlets in a comune, in the order of the file.
SELECT comune, name, class, ST_X(position), ST_Y(position) FROM atlante.osm_hamlet WHERE comune IS NOT NULL ORDER BY id
