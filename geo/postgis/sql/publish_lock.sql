-- One publication at a time: waits for others, and holds until the end of the transaction. What others have published
-- meanwhile is seen by the next statement only.
SELECT pg_advisory_xact_lock(4702394921427289928)
