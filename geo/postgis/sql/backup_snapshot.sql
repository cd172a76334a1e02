-- → one row: name of the snapshot of this transaction, for pg_dump.
SELECT pg_export_snapshot()
