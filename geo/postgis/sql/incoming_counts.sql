-- → one row: copied places that are new, that change what people see, that are the same, that wait to be looked at, and
-- those that were put aside.
SELECT (SELECT count(*) FROM pg_temp.incoming_place)::int - count(*)::int, count(*) FILTER (WHERE verdict = 'changed')::int,
       count(*) FILTER (WHERE verdict = 'same')::int, count(*) FILTER (WHERE verdict = 'waiting')::int,
       count(*) FILTER (WHERE verdict = 'kept')::int
  FROM pg_temp.incoming_known
