-- $1 id → one entry with its stewards (by when they came), or no row: id, state, version, public, waiting, checked, last, merged into,
-- verification, kind, comune, zone, network, browser, created, changed, submitted, persons and roles of the stewards.
SELECT e.id, e.state, e.version, e.public, e.waiting, e.checked, e.last, e.merged_into, e.verification, coalesce(e.kind, ''),
       coalesce(e.comune, ''), coalesce((SELECT c.zone FROM atlante.comune c WHERE c.id = e.comune), 0), coalesce(e.network, ''),
       e.browser, e.created_at, e.changed_at, e.submitted_at,
       ARRAY(SELECT s.person FROM atlante.steward s WHERE s.entry = e.id ORDER BY s.since, s.person),
       ARRAY(SELECT s.role FROM atlante.steward s WHERE s.entry = e.id ORDER BY s.since, s.person)
  FROM atlante.entry e WHERE e.id = $1
