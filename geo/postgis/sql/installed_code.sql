-- → one row: checksum of the functions and views installed last, '' for none.
SELECT coalesce((SELECT checksum FROM atlante.installed_code), '')
