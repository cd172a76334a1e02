-- → kind, last serial; by kind.
SELECT kind, last FROM atlante.gap_serial ORDER BY kind
