-- Removes all passes.
DELETE FROM atlante.pass
