-- $1 time, $2 reason, $3 role. A revision for each copied place that is new, changes or waits: over what people see, the
-- fields that a file brings. After incoming_entry_new and incoming_entry_change.
INSERT INTO atlante.revision (entry, number, content, role, at, reason, source, licence, retrieved_on, approved)
SELECT e.id, e.last, (coalesce(o.content, '{}') - 'external') || atlante.imported_content(i.kind, i.name, i.comune, i.locality, i.address,
         ST_GeomFromEWKB(i.position), i.precision, i.radius_m, i.street_confirmed, i.position_source, i.status,
         i.service_area, i.may_reach, i.note, i.confirmed_on, i.external),
       $3, $1, $2, i.source, i.licence, i.retrieved_on::date, e.last = e.public
  FROM pg_temp.incoming_place i
  JOIN atlante.entry e ON e.key = i.key
  LEFT JOIN pg_temp.incoming_known k ON k.key = i.key
  LEFT JOIN atlante.revision o ON o.entry = k.entry AND o.number = k.public
 WHERE k.key IS NULL OR k.verdict IN ('changed', 'waiting')
