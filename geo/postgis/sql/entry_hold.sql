-- $1 id. Until the end of the transaction nobody else changes the entry.
SELECT FROM atlante.entry WHERE id = $1 FOR UPDATE
