-- A place to copy cells to, for this transaction.
CREATE TEMPORARY TABLE incoming_cell (h3 bigint, comune text, lon float8, lat float8) ON COMMIT DROP
