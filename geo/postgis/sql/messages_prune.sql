-- $1 time before which messages whose address was never confirmed are forgotten.
DELETE FROM atlante.message WHERE confirmed_at IS NULL AND at < $1
