-- Copied places without coordinates of their own keep the exact position that is known of them, in the same comune.
UPDATE pg_temp.incoming_place i
   SET position = ST_AsEWKB(p.position), cell = p.cell, precision = p.precision, radius_m = p.radius_m,
       position_source = p.position_source
  FROM atlante.entry e JOIN atlante.place p ON p.id = e.id
 WHERE e.key = i.key AND p.comune = i.comune AND p.precision = 'exact' AND i.precision <> 'exact'
