-- → file, checksum, date of the data as text ('' unknown), source, licence; no row without a file.
SELECT file, checksum, coalesce(to_char(data_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), source, licence
  FROM atlante.osm_file
