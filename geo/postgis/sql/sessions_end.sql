-- Ends the sessions of everybody.
DELETE FROM atlante.session
