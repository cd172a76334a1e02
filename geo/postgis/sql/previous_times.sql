-- $1 publication → scenario, kind, mode, h3, state, minutes (0 for none), nearest place, published flag; candidates only.
SELECT scenario, kind, mode, h3, state, coalesce(t1, 0), place1, flag
  FROM atlante.cell_time WHERE publication = $1 AND flag IS NOT NULL
