-- $1 publication. Tells everybody who listens.
SELECT pg_notify('atlante', 'publication ' || $1::bigint)
