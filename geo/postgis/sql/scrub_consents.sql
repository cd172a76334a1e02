-- $1 entry. There is nothing left that was consented to.
DELETE FROM atlante.consent WHERE entry = $1
