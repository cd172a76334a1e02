-- A place to copy street names to, for this transaction.
CREATE TEMPORARY TABLE incoming_street (comune text, type text, name text, serial text) ON COMMIT DROP
