-- One import of places at a time, until the end of the transaction: two files with the same place must not both find it new.
SELECT pg_advisory_xact_lock(4711070263526)
