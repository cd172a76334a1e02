-- One publication at a time, until the end of the transaction → id of the latest, 0 for none.
SELECT coalesce((SELECT max(id) FROM atlante.publication), 0)
  FROM (SELECT pg_advisory_xact_lock(4702394921427289928)) AS lock
