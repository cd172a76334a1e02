-- $1 comune ('' unknown), $2 network ('' none) → comune, zone and network in words, those that are known.
SELECT concat_ws(', ', (SELECT name FROM atlante.comune WHERE id = $1),
  (SELECT 'zona ' || z.id || ' ' || z.name FROM atlante.comune c JOIN atlante.zone z ON z.id = c.zone WHERE c.id = $1),
  (SELECT name FROM atlante.network WHERE id = $2))
