-- $1 ISTAT codes, $2 zone of each, $3 zone source. Changes only what differs.
UPDATE atlante.comune c SET zone = v.zone, zone_source = $3
  FROM unnest($1::text[], $2::int[]) AS v (id, zone)
 WHERE c.id = v.id AND c.zone <> v.zone
