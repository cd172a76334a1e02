-- → one row: number of the last migration that was made. Fails where there is no schema.
SELECT coalesce(max(version_id) FILTER (WHERE is_applied), 0) FROM atlante.schema_version
