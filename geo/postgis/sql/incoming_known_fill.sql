-- What is to become of copied places whose entry is known. same: people see just that, or somebody who keeps the entry was
-- told before. changed: nobody keeps it and what people see was imported, so it goes public. waiting: somebody does, so it
-- waits to be looked at. kept: the entry is not public, or something that its keepers wrote waits already.
INSERT INTO pg_temp.incoming_known (key, entry, version, public, verdict)
SELECT i.key, e.id, e.version, e.public,
       CASE WHEN p.id IS NULL THEN 'kept'
            WHEN (p.kind, p.name, p.folded, p.address, p.locality, p.comune, p.position, p.precision, p.radius_m,
                  p.street_confirmed, p.position_source, p.status, p.service_area, p.may_reach, p.note, p.source, p.licence,
                  p.retrieved_on, p.confirmed_on, p.external)
             IS NOT DISTINCT FROM (i.kind, i.name, i.folded, i.address, i.locality, i.comune, ST_GeomFromEWKB(i.position),
                  i.precision, i.radius_m, i.street_confirmed, i.position_source, i.status, i.service_area, i.may_reach, i.note,
                  i.source, i.licence, i.retrieved_on::date, i.confirmed_on::date, i.external) THEN 'same'
            WHEN r.author IS NULL AND NOT EXISTS (SELECT FROM atlante.steward s WHERE s.entry = e.id) THEN 'changed'
            WHEN (SELECT (b.content - 'external') || atlante.imported_content(i.kind, i.name, i.comune, i.locality, i.address,
                         ST_GeomFromEWKB(i.position), i.precision, i.radius_m, i.street_confirmed, i.position_source, i.status,
                         i.service_area, i.may_reach, i.note, i.confirmed_on, i.external) = b.content
                    FROM atlante.transition t JOIN atlante.revision b ON b.entry = t.entry AND b.number = t.revision
                   WHERE t.entry = e.id AND t.action = 'import' ORDER BY t.version DESC LIMIT 1) THEN 'same'
            WHEN EXISTS (SELECT FROM atlante.revision w WHERE w.entry = e.id AND w.number = e.waiting AND w.author IS NOT NULL) THEN 'kept'
            ELSE 'waiting' END
  FROM pg_temp.incoming_place i
  JOIN atlante.entry e ON e.key = i.key
  LEFT JOIN atlante.place p ON p.id = e.id
  LEFT JOIN atlante.revision r ON r.entry = e.id AND r.number = e.public
