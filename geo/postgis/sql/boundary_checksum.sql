-- → one row: checksum of the boundary file, '' when there is none.
SELECT coalesce((SELECT checksum FROM atlante.boundary LIMIT 1), '')
