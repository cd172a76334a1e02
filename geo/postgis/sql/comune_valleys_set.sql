-- $1 ISTAT codes, $2 valley of each ('' for none). Changes only what differs.
UPDATE atlante.comune c SET valley = nullif(v.valley, '')
  FROM unnest($1::text[], $2::text[]) AS v (id, valley)
 WHERE c.id = v.id AND c.valley IS DISTINCT FROM nullif(v.valley, '')
