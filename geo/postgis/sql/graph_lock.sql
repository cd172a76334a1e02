-- One import of roads at a time, until the end of the transaction.
SELECT pg_advisory_xact_lock(4711070263606)
