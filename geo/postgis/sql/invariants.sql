-- → rule in words, rows looked at, rows that break it.
SELECT 'ogni comune ha celle / every comune has cells', count(*)::int,
       count(*) FILTER (WHERE k.comune IS NULL)::int
  FROM atlante.comune c LEFT JOIN (SELECT DISTINCT comune FROM atlante.cell) k ON k.comune = c.id
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
SELECT 'ogni luogo con posizione è in un solo comune, in nessuno oltre confine / each located place lies in exactly one comune, in none beyond the border', count(*)::int,
       count(*) FILTER (WHERE CASE WHEN p.external
         THEN EXISTS (SELECT FROM atlante.boundary b WHERE NOT b.approximate AND ST_Covers(b.geom, p.position))
         ELSE (SELECT count(*) FROM atlante.boundary b WHERE ST_Covers(b.geom, p.position)) <> 1 END)::int
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
       count(*) FILTER (WHERE cardinality(comuni) > 10 OR residents > 10000 AND (mode <> 'area' OR cardinality(comuni) > 1))::int
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
SELECT 'dove un luogo è raggiunto ci sono i minuti, e chi va a piedi fino alla strada sa quanto / minutes stand where a place is reached, and metres where people walk to the road', count(*)::int,
       count(*) FILTER (WHERE state IN ('ok', 'walk_only') AND (t1 IS NULL OR place1 IS NULL) OR state = 'walk_only' AND snap IS NULL)::int
  FROM atlante.cell_time WHERE publication = (SELECT id FROM atlante.latest_publication)
UNION ALL
SELECT 'il secondo luogo è un altro e non è più vicino / the second place is another one and not nearer', count(*)::int,
       count(*) FILTER (WHERE place1 IS NULL OR place2 = place1 OR t2 < t1)::int
  FROM atlante.cell_time WHERE publication = (SELECT id FROM atlante.latest_publication) AND place2 IS NOT NULL
UNION ALL
SELECT 'le pubblicazioni lungo le strade dicono quali, le altre nessuna / publications along roads name them, others none', count(*)::int,
       count(*) FILTER (WHERE (model = 'roads') <> (graph IS NOT NULL))::int
  FROM atlante.publication
UNION ALL
SELECT 'ogni area ha una storia, che non è finita / every area has a history that has not ended', count(*)::int,
       count(*) FILTER (WHERE NOT coalesce((SELECT NOT v.ended FROM atlante.gap_version v
         WHERE v.id = g.id AND v.scenario = g.scenario AND v.publication <= g.publication ORDER BY v.publication DESC LIMIT 1), false))::int
  FROM atlante.gap g WHERE g.publication = (SELECT id FROM atlante.latest_publication) AND EXISTS (SELECT FROM atlante.gap_version)
UNION ALL
SELECT 'nessuna area ha un numero oltre l''ultimo dato / no area has a number beyond the last one given', count(*)::int,
       count(*) FILTER (WHERE substring(g.id FROM '[0-9]+$')::bigint > coalesce(s.last, 0))::int
  FROM atlante.gap g LEFT JOIN atlante.gap_serial s ON s.kind = g.kind
UNION ALL
SELECT 'i luoghi oltre confine contano solo dove servono un''area / places beyond the border count only where they serve an area', count(*)::int,
       count(*) FILTER (WHERE p.external AND NOT k.by_area)::int
  FROM atlante.publication_place c JOIN atlante.place p ON p.id = c.place JOIN atlante.kind k ON k.id = c.kind
 WHERE c.publication = (SELECT id FROM atlante.latest_publication)
UNION ALL
SELECT 'la versione di ogni scheda è il numero dei suoi passaggi / the version of an entry is the number of its transitions', count(*)::int,
       count(*) FILTER (WHERE e.version <> coalesce(t.n, 0) OR e.version <> coalesce(t.last, 0))::int
  FROM atlante.entry e LEFT JOIN (SELECT entry, count(*) AS n, max(version) AS last FROM atlante.transition GROUP BY entry) t ON t.entry = e.id
UNION ALL
SELECT 'lo stato di ogni scheda è quello dell''ultimo passaggio / the state of an entry is that of its last transition', count(*)::int,
       count(*) FILTER (WHERE e.state IS DISTINCT FROM t.to_state)::int
  FROM atlante.entry e LEFT JOIN atlante.transition t ON t.entry = e.id AND t.version = e.version
UNION ALL
SELECT 'ogni passaggio comincia dove finisce il precedente / every transition begins where the one before ends', count(*)::int,
       count(*) FILTER (WHERE from_state IS DISTINCT FROM before)::int
  FROM (SELECT from_state, lag(to_state, 1, '') OVER (PARTITION BY entry ORDER BY version) AS before FROM atlante.transition) AS x
UNION ALL
SELECT 'le versioni di ogni scheda ci sono tutte / no revision of an entry is missing', count(*)::int,
       count(*) FILTER (WHERE e.last <> coalesce(r.n, 0) OR e.last <> coalesce(r.last, 0))::int
  FROM atlante.entry e LEFT JOIN (SELECT entry, count(*) AS n, max(number) AS last FROM atlante.revision GROUP BY entry) r ON r.entry = e.id
UNION ALL
SELECT 'versioni e passaggi sono di schede che esistono / revisions and transitions are of entries that exist', count(*)::int,
       count(*) FILTER (WHERE NOT EXISTS (SELECT FROM atlante.entry e WHERE e.id = x.entry))::int
  FROM (SELECT entry FROM atlante.revision UNION ALL SELECT entry FROM atlante.transition) AS x
UNION ALL
SELECT 'la versione pubblica è approvata / the public revision is an approved one', count(*)::int,
       count(*) FILTER (WHERE NOT EXISTS (SELECT FROM atlante.revision r WHERE r.entry = e.id AND r.number = e.public AND r.approved))::int
  FROM atlante.entry e WHERE e.public <> 0
UNION ALL
SELECT 'si vedono tutte e sole le schede pubblicate / people see all published entries and no others', count(*)::int,
       count(*) FILTER (WHERE (p.id IS NOT NULL) IS DISTINCT FROM (e.state = 'published' AND e.public <> 0))::int
  FROM atlante.entry e FULL JOIN atlante.place p ON p.id = e.id
UNION ALL
SELECT 'si vede quello che dice la versione pubblica / people see what the public revision says', count(*)::int,
       count(*) FILTER (WHERE (p.kind, p.name, p.address, p.locality, p.description, p.hours, p.wheelchair, p.note, p.operator,
              p.legal_form, p.source, p.licence, p.verification, coalesce(p.comune, ''), coalesce(p.network, ''),
              coalesce(p.confirmed_on::text, ''), to_jsonb(p.service_area), to_jsonb(p.may_reach), to_jsonb(p.areas),
              ST_X(p.position), ST_Y(p.position), p.precision, p.radius_m, p.street_confirmed, p.status, p.external)
            IS DISTINCT FROM (c->>'kind', c->>'name', coalesce(c->>'address', ''), coalesce(c->>'locality', ''),
              coalesce(c->>'description', ''), coalesce(c->>'hours', ''), coalesce(c->>'wheelchair', ''), coalesce(c->>'note', ''),
              coalesce(c->'operator'->>'name', ''), coalesce(c->'operator'->>'legal_form', ''), r.source, r.licence, e.verification,
              coalesce(c->>'comune', ''), coalesce(c->>'network', ''), coalesce(c->>'confirmed_on', ''),
              coalesce(nullif(c->'service_area', 'null'), '[]'), coalesce(nullif(c->'may_reach', 'null'), '[]'),
              coalesce(nullif(c->'areas', 'null'), '[]'), (c->'position'->>0)::float8, (c->'position'->>1)::float8,
              CASE WHEN jsonb_typeof(c->'position') = 'array' THEN c->>'precision' ELSE 'none' END, coalesce((c->>'radius_m')::int, 0),
              coalesce((c->>'street_confirmed')::boolean, false), c->>'status', coalesce((c->>'external')::boolean, false)))::int
  FROM atlante.entry e
  JOIN atlante.place p ON p.id = e.id
  JOIN atlante.revision r ON r.entry = e.id AND r.number = e.public
 CROSS JOIN LATERAL (SELECT r.content AS c) AS x
UNION ALL
SELECT 'si vedono solo i contatti scelti / only contacts that were chosen are seen', count(*)::int,
       count(*) FILTER (WHERE p.contacts IS DISTINCT FROM coalesce((SELECT jsonb_agg(jsonb_build_object('kind', k->'kind', 'value', k->'value') ORDER BY n)
          FROM jsonb_array_elements(nullif(r.content->'contacts', 'null')) WITH ORDINALITY AS u (k, n) WHERE (k->>'publish')::boolean), '[]'))::int
  FROM atlante.entry e
  JOIN atlante.place p ON p.id = e.id
  JOIN atlante.revision r ON r.entry = e.id AND r.number = e.public
UNION ALL
SELECT 'di una scheda cancellata non resta scritto nulla / nothing that an erased entry said is left', count(*)::int,
       count(*) FILTER (WHERE d.id IS NOT NULL AND (r.content <> '{}' OR r.reason <> '' OR e.codes <> '{}'
         OR e.domains <> '{}' OR e.phones <> '{}' OR e.folded <> '' OR e.position IS NOT NULL))::int
  FROM atlante.revision r JOIN atlante.entry e ON e.id = r.entry LEFT JOIN atlante.erasure d ON d.id = r.entry
UNION ALL
SELECT 'le schede nominano tipi e comuni che esistono / entries name kinds and comuni that exist', count(*)::int,
       count(*) FILTER (WHERE NOT EXISTS (SELECT FROM atlante.kind k WHERE k.id = e.kind)
         OR NOT EXISTS (SELECT FROM atlante.comune c WHERE c.id = e.comune) AND e.comune IS NOT NULL)::int
  FROM atlante.entry e WHERE e.kind IS NOT NULL
