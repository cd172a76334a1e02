-- $1 scenario, $2 kinds ('{}' all), $3 area kind ('' all), $4 area id ('' all), $5 territory ('' all)
-- The scenario 'external' has figures of the kinds of which a place beyond the border counts only: for the others nothing
-- would be different, and those of 'current' stand there.
-- → the figures of the latest publication; territory, zones, comuni, each by number, then by kind.
SELECT f.area, f.area_id, f.territory, f.scenario, f.kind, f.mode, f.residents, f.places, f.minutes, f.within, f.beyond,
       f.unreachable, f.unknown, f.median, f.p90, f.choice, f.per_10000,
       f.organizations, f.organizations_per_10000, f.comuni_without, f.estimated, f.walk_only, f.reachable, f.access, f.gini, f.gini_zones
  FROM atlante.figure f JOIN atlante.kind k ON k.id = f.kind
 WHERE f.publication = (SELECT id FROM atlante.latest_publication)
   AND (f.scenario = $1 OR $1 = 'external' AND f.scenario = 'current' AND NOT EXISTS (
          SELECT FROM atlante.figure e WHERE e.publication = f.publication AND e.scenario = 'external' AND e.kind = f.kind))
   AND (cardinality($2::text[]) = 0 OR f.kind = ANY ($2))
   AND ($3::text = '' OR f.area = $3)
   AND ($4::text = '' OR f.area_id = $4)
   AND ($5::text = '' OR f.territory = $5)
 ORDER BY array_position(ARRAY['territory', 'zone', 'comune'], f.area), lpad(f.area_id, 6, '0'),
          array_position(ARRAY['mountain', 'inner', 'all'], f.territory), k.position
