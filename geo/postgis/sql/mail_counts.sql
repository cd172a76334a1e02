-- Columns: state, fault, mails, since (the oldest), ordered by state and fault.
SELECT state, fault, count(*)::int AS mails, min(created_at) AS since FROM atlante.mail GROUP BY state, fault ORDER BY state, fault
