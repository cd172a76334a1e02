-- → one row: copied places that are new, that differ from what is known, and that are the same.
SELECT count(*) FILTER (WHERE p.key IS NULL)::int,
       count(*) FILTER (WHERE p.key IS NOT NULL AND d.differs)::int,
       count(*) FILTER (WHERE p.key IS NOT NULL AND NOT d.differs)::int
  FROM pg_temp.incoming_place i LEFT JOIN atlante.place p ON p.key = i.key
 CROSS JOIN LATERAL (SELECT (p.kind, p.name, p.folded, p.address, p.locality, p.comune, p.position, p.precision, p.radius_m,
    p.street_confirmed, p.position_source, p.status, p.service_area, p.may_reach, p.note, p.source, p.licence,
    p.retrieved_on, p.confirmed_on)
  IS DISTINCT FROM (i.kind, i.name, i.folded, i.address, i.locality, i.comune, ST_GeomFromEWKB(i.position), i.precision,
    i.radius_m, i.street_confirmed, i.position_source, i.status, i.service_area, i.may_reach, i.note, i.source, i.licence,
    i.retrieved_on::date, i.confirmed_on::date) AS differs) AS d
