-- $1 time. Entries that change or get something waiting; fewer rows than verdicts when somebody else has written meanwhile:
-- the caller must look. Kind and comune are of what people see: what waits does not choose its moderators.
UPDATE atlante.entry e SET version = e.version + 1, last = e.last + 1, changed_at = $1,
       kind = CASE WHEN k.verdict = 'changed' THEN i.kind ELSE e.kind END,
       comune = CASE WHEN k.verdict = 'changed' THEN i.comune ELSE e.comune END,
       public = CASE WHEN k.verdict = 'changed' THEN e.last + 1 ELSE e.public END,
       checked = CASE WHEN k.verdict = 'changed' THEN e.last + 1 ELSE e.checked END,
       waiting = CASE WHEN k.verdict = 'changed' THEN e.waiting ELSE e.last + 1 END,
       submitted_at = CASE WHEN k.verdict = 'changed' OR e.waiting <> 0 THEN e.submitted_at ELSE $1 END
  FROM pg_temp.incoming_known k JOIN pg_temp.incoming_place i ON i.key = k.key
 WHERE k.verdict IN ('changed', 'waiting') AND e.id = k.entry AND e.version = k.version
