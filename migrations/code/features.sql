-- What GIS tools and downloads may read: the collections of geo/feature, one view
-- each, and what they were made from. Public columns only, unknown as NULL. The
-- role atlante_tiles reads them, and nothing below them. Made anew each time:
-- columns may change, and nothing else depends on them.

DROP VIEW IF EXISTS atlante.open_place, atlante.open_zone, atlante.open_comune, atlante.open_cell, atlante.open_gap,
  atlante.open_state;

-- Every place that people see, located or not, closed or not.
CREATE VIEW atlante.open_place AS
  SELECT p.id, p.name, p.kind, p.status AS operating_status, nullif(p.address, '') AS address, nullif(p.locality, '') AS locality,
         p.comune, c.name AS comune_name, c.zone, z.name AS zone_name, p.precision,
         CASE WHEN p.position IS NOT NULL THEN p.radius_m END AS radius_m, p.street_confirmed,
         nullif(p.position_source, '') AS position_source, p.external,
         nullif(array_to_string(p.service_area, ';'), '') AS service_area, nullif(array_to_string(p.may_reach, ';'), '') AS may_reach,
         nullif(p.description, '') AS description, nullif(p.hours, '') AS hours, nullif(p.wheelchair, '') AS wheelchair,
         nullif(array_to_string(p.areas, ';'), '') AS areas, nullif(p.operator, '') AS operator, nullif(p.legal_form, '') AS legal_form,
         p.network, nullif(p.website, '') AS website, nullif(p.note, '') AS note, p.verification, p.confirmed_on,
         nullif(p.source, '') AS source, nullif(p.licence, '') AS licence, p.retrieved_on, p.position AS geom
    FROM atlante.place p
    LEFT JOIN atlante.comune c ON c.id = p.comune
    LEFT JOIN atlante.zone z ON z.id = c.zone;

-- casei and accenti are those of CQL2: equal for texts that differ in case, or in
-- accents, only. By ICU and Unicode's own decomposition, so that neither the
-- locale of the database nor an extension matters.
CREATE OR REPLACE FUNCTION atlante.casei(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT lower(upper(t COLLATE pg_catalog."und-x-icu") COLLATE pg_catalog."und-x-icu");
$$;

CREATE OR REPLACE FUNCTION atlante.accenti(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT normalize(regexp_replace(normalize(t, NFD), U&'[\0300-\036F]', '', 'g'), NFC);
$$;

CREATE VIEW atlante.open_zone AS
  SELECT s.scenario, z.id AS zone, z.name, z.zone_source, z.comuni, z.area_km2, z.residents, b.geom, f.props
    FROM (SELECT z.id, z.name, sum(c.residents)::int AS residents, count(*) AS comuni, round(sum(c.area_km2)::numeric, 2)::float8 AS area_km2,
                 CASE WHEN bool_or(c.zone_source = 'inferred') THEN 'inferred' ELSE 'sourced' END AS zone_source
            FROM atlante.zone z JOIN atlante.comune c ON c.zone = z.id GROUP BY z.id, z.name) AS z
    JOIN atlante.zone_boundary b ON b.zone = z.id
   CROSS JOIN (VALUES ('current'), ('planned')) AS s (scenario)
    LEFT JOIN atlante.area_figure f ON f.publication = (SELECT max(id) FROM atlante.publication)
         AND f.scenario = s.scenario AND f.area = 'zone' AND f.area_id = z.id::text;

CREATE VIEW atlante.open_comune AS
  SELECT s.scenario, c.id AS istat, c.name, c.zone, z.name AS zone_name, v.name AS valley, c.mountain_class AS mountain,
         c.snai_class AS snai, c.altitude_m, c.area_km2, b.approximate AS boundary_approximate, nullif(b.source, '') AS boundary_source,
         c.residents, b.geom, f.props
    FROM atlante.comune c
    JOIN atlante.boundary b ON b.comune = c.id
    JOIN atlante.zone z ON z.id = c.zone
    LEFT JOIN atlante.valley v ON v.id = c.valley
   CROSS JOIN (VALUES ('current'), ('planned')) AS s (scenario)
    LEFT JOIN atlante.area_figure f ON f.publication = (SELECT max(id) FROM atlante.publication)
         AND f.scenario = s.scenario AND f.area = 'comune' AND f.area_id = c.id;

-- LIMIT 1 makes the planner look each cell up by its key, as in public_cell. A cell
-- without figures has no residents; before anything is published nobody knows.
CREATE VIEW atlante.open_cell AS
  SELECT s.scenario, c.h3, coalesce(f.comune, c.comune) AS comune, CASE WHEN p.id IS NOT NULL THEN coalesce(f.residents, 0) END AS residents,
         c.geom_3857 AS geom, coalesce(f.props, p.empty_props) AS props
    FROM atlante.cell_shape c
   CROSS JOIN (VALUES ('current'), ('planned')) AS s (scenario)
    LEFT JOIN (SELECT id, empty_props FROM atlante.publication ORDER BY id DESC LIMIT 1) AS p ON true
    LEFT JOIN LATERAL (SELECT f.comune, f.residents, f.props FROM atlante.cell_figure f
                        WHERE f.publication = p.id AND f.scenario = s.scenario AND f.h3 = c.h3 LIMIT 1) AS f ON true
   WHERE c.resolution = 9;

CREATE VIEW atlante.open_gap AS
  SELECT g.scenario, g.id, g.kind, g.territory, g.zone, z.name AS zone_name, v.name AS valley, g.name,
         nullif(array_to_string(g.comuni, ';'), '') AS comuni, g.residents, g.residents_low, g.residents_high,
         round(g.median_minutes::numeric, 1)::float8 AS minutes, g.threshold, round(g.severity::numeric, 1)::float8 AS severity,
         g.rank, g.confidence,
         (SELECT min(h.at) FROM atlante.gap_version h WHERE h.id = g.id AND h.scenario = g.scenario) AS since, g.outline AS geom
    FROM atlante.gap g
    JOIN atlante.zone z ON z.id = g.zone
    LEFT JOIN atlante.valley v ON v.id = g.valley
   WHERE g.publication = (SELECT max(id) FROM atlante.publication);

-- Versions of what the collections show, and when each last changed.
CREATE VIEW atlante.open_state AS
  SELECT v.name, v.version, v.changed_at FROM atlante.input_version v WHERE v.name IN ('places', 'territory')
   UNION ALL
  SELECT 'publication', coalesce(max(p.id), 0), max(p.created_at) FROM atlante.publication p;

GRANT SELECT ON atlante.open_place, atlante.open_zone, atlante.open_comune, atlante.open_cell, atlante.open_gap,
  atlante.open_state TO atlante_tiles;
GRANT EXECUTE ON FUNCTION atlante.casei(text), atlante.accenti(text) TO atlante_tiles;
