-- → old code, name, cadastral code, today's code, since, law, source; by old code.
SELECT id, name, cadastral_code, today, since::text, law, source FROM atlante.suppressed_comune ORDER BY id
