-- Copied places whose entry is known, and what is to become of each, for this transaction.
CREATE TEMPORARY TABLE incoming_known (
  key text PRIMARY KEY, entry uuid, version int, public int, verdict text) ON COMMIT DROP
