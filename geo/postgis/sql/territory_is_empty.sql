-- → one row: true when no comune is known.
SELECT NOT EXISTS (SELECT FROM atlante.comune)
