-- A place to copy outlines to, for this transaction.
CREATE TEMPORARY TABLE incoming_shape (h3 bigint, resolution smallint, comune text, geom bytea) ON COMMIT DROP
