-- $1 file, $2 its checksum, $3 date of the data or NULL, $4 source, $5 licence.
INSERT INTO atlante.osm_file (file, checksum, data_date, source, licence) VALUES ($1, $2, $3::timestamptz, $4, $5)
