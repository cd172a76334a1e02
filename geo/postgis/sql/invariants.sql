-- → rule in words, rows looked at, rows that break it.
SELECT 'ogni comune ha celle / every comune has cells', count(*)::int,
       count(*) FILTER (WHERE NOT EXISTS (SELECT FROM atlante.cell k WHERE k.comune = c.id))::int
  FROM atlante.comune c
UNION ALL
SELECT 'i residenti delle celle fanno quelli del comune / cells add up to each comune', count(*)::int,
       count(*) FILTER (WHERE c.residents <> coalesce(r.n, 0))::int
  FROM atlante.comune c LEFT JOIN (SELECT comune, sum(residents) AS n FROM atlante.cell_comune GROUP BY comune) r ON r.comune = c.id
UNION ALL
SELECT 'i residenti tornano a ogni risoluzione / residents add up at every resolution', count(*)::int,
       count(*) FILTER (WHERE n <> (SELECT sum(residents) FROM atlante.comune))::int
  FROM (SELECT sum(f.residents) AS n FROM atlante.cell_figure f JOIN atlante.cell_shape s ON s.h3 = f.h3
         WHERE f.publication = (SELECT id FROM atlante.latest_publication) GROUP BY f.scenario, s.resolution) AS x
UNION ALL
SELECT 'il municipio è nel suo comune / seats lie in their comune', count(*)::int,
       count(*) FILTER (WHERE NOT ST_Covers(b.geom, c.seat))::int
  FROM atlante.comune c JOIN atlante.boundary b ON b.comune = c.id
UNION ALL
SELECT 'ogni luogo con posizione è in un solo comune / each located place lies in exactly one comune', count(*)::int,
       count(*) FILTER (WHERE (SELECT count(*) FROM atlante.boundary b WHERE ST_Covers(b.geom, p.position)) <> 1)::int
  FROM atlante.place p WHERE p.position IS NOT NULL
UNION ALL
SELECT 'le aree servite nominano comuni esistenti / service areas name comuni that exist', count(*)::int,
       count(*) FILTER (WHERE NOT EXISTS (SELECT FROM atlante.comune c WHERE c.id = x.id))::int
  FROM (SELECT unnest(service_area || may_reach) AS id FROM atlante.place) AS x
UNION ALL
SELECT 'le quote delle celle a cavallo non superano 1 / shares of straddling cells stay below 1', count(*)::int,
       count(*) FILTER (WHERE n > 1.000001)::int
  FROM (SELECT sum(fraction) AS n FROM atlante.cell_share GROUP BY h3) AS x
UNION ALL
SELECT 'nessuna area supera 10 comuni o 10.000 residenti / no gap over 10 comuni or 10,000 residents', count(*)::int,
       count(*) FILTER (WHERE cardinality(comuni) > 10 OR residents > 10000)::int
  FROM atlante.gap WHERE publication = (SELECT id FROM atlante.latest_publication)
UNION ALL
SELECT 'residenti e quote sono di celle che esistono / residents and shares are of cells that exist', count(*)::int,
       count(*) FILTER (WHERE NOT EXISTS (SELECT FROM atlante.cell c WHERE c.h3 = x.h3))::int
  FROM (SELECT h3 FROM atlante.cell_comune UNION ALL SELECT h3 FROM atlante.cell_share) AS x
UNION ALL
SELECT 'tempi e figure delle celle sono di una pubblicazione / times and figures of cells belong to a publication', count(*)::int,
       count(*) FILTER (WHERE NOT EXISTS (SELECT FROM atlante.publication p WHERE p.id = x.publication))::int
  FROM (SELECT publication FROM atlante.cell_times UNION ALL SELECT publication FROM atlante.cell_figure) AS x
UNION ALL
SELECT 'dove un luogo è raggiunto ci sono i minuti / minutes stand where a place is reached', count(*)::int,
       count(*) FILTER (WHERE state IN ('ok', 'walk_only') AND (t1 IS NULL OR place1 IS NULL))::int
  FROM atlante.cell_time WHERE publication = (SELECT id FROM atlante.latest_publication)
