-- What the tiles may read: public columns of the latest publication and of the
-- places that are not closed. The role atlante_tiles sees nothing else but which
-- places have changed, by id, whatever became of them: so that they go from memory.

CREATE OR REPLACE FUNCTION atlante.h3_parent(cell bigint, resolution int) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  -- An H3 index keeps its resolution in bits 52 to 55 and a 3-bit digit for each
  -- finer step below; unused digits are all ones.
  SELECT (cell & ~(15::bigint << 52)) | (resolution::bigint << 52) | ((1::bigint << (3 * (15 - resolution))) - 1);
$$;

CREATE OR REPLACE VIEW atlante.latest_publication AS
  SELECT * FROM atlante.publication ORDER BY id DESC LIMIT 1;

-- The times of cells one by one: the n-th entry of every array. Not for the
-- tiles. (Subscripts, because unnest of many arrays for every cell takes ten
-- times as long when a whole publication is read.)
CREATE OR REPLACE VIEW atlante.cell_time AS
  SELECT c.publication, c.scenario, c.h3, e.kind, e.mode, c.states[e.n] AS state, c.t1[e.n] AS t1, c.place1[e.n] AS place1,
         c.t2[e.n] AS t2, c.place2[e.n] AS place2, c.flags_raw[e.n] AS flag_raw, c.flags[e.n] AS flag,
         c.snap[e.n] AS snap, c.estimated[e.n] AS estimated
    FROM atlante.publication p
   CROSS JOIN LATERAL unnest(p.time_kinds, p.time_modes) WITH ORDINALITY AS e (kind, mode, n)
    JOIN atlante.cell_times c ON c.publication = p.id;

CREATE OR REPLACE VIEW atlante.public_zone AS
  SELECT s.scenario, z.id AS zone, z.name, z.zone_source, z.residents, b.geom_3857, b.label, f.props
    FROM (SELECT z.id, z.name, sum(c.residents)::int AS residents,
                 CASE WHEN bool_or(c.zone_source = 'inferred') THEN 'inferred' ELSE 'sourced' END AS zone_source
            FROM atlante.zone z JOIN atlante.comune c ON c.zone = z.id GROUP BY z.id, z.name) AS z
    JOIN atlante.zone_boundary b ON b.zone = z.id
   CROSS JOIN (VALUES ('current'), ('planned')) AS s (scenario)
    LEFT JOIN atlante.area_figure f ON f.publication = (SELECT id FROM atlante.latest_publication)
         AND f.scenario = s.scenario AND f.area = 'zone' AND f.area_id = z.id::text;

CREATE OR REPLACE VIEW atlante.public_comune AS
  SELECT s.scenario, c.id AS istat, c.name, c.zone, v.name AS valley, c.mountain_class AS mountain, c.snai_class AS snai,
         c.residents, b.geom_3857, c.seat, f.props
    FROM atlante.comune c
    JOIN atlante.boundary b ON b.comune = c.id
    LEFT JOIN atlante.valley v ON v.id = c.valley
   CROSS JOIN (VALUES ('current'), ('planned')) AS s (scenario)
    LEFT JOIN atlante.area_figure f ON f.publication = (SELECT id FROM atlante.latest_publication)
         AND f.scenario = s.scenario AND f.area = 'comune' AND f.area_id = c.id;

-- LIMIT 1 makes the planner look each cell up by its key. Right after a
-- publication it has no figures to plan with, and joined all cells of a tile with
-- all of the publication: seconds for one tile.
CREATE OR REPLACE VIEW atlante.public_cell AS
  SELECT s.scenario, c.h3, c.resolution, c.geom_3857, coalesce(f.comune, c.comune) AS comune,
         coalesce(f.residents, 0) AS residents,
         coalesce(f.props, (SELECT empty_props FROM atlante.latest_publication)) AS props
    FROM atlante.cell_shape c
   CROSS JOIN (VALUES ('current'), ('planned')) AS s (scenario)
    LEFT JOIN LATERAL (SELECT f.comune, f.residents, f.props FROM atlante.cell_figure f
                        WHERE f.publication = (SELECT id FROM atlante.latest_publication)
                          AND f.scenario = s.scenario AND f.h3 = c.h3 LIMIT 1) AS f ON true;

-- The same cells for whoever reads all of them at once, without their outlines,
-- which follow from h3: here the planner may join whole tables, and what cells
-- without residents say is written as text once.
DROP VIEW IF EXISTS atlante.public_cell_whole;
CREATE VIEW atlante.public_cell_whole AS
  SELECT s.scenario, c.h3, coalesce(f.comune, c.comune) AS comune, coalesce(f.residents, 0) AS residents,
         coalesce(f.props::text, (SELECT empty_props::text FROM atlante.latest_publication)) AS props
    FROM atlante.cell_shape c
   CROSS JOIN (VALUES ('current'), ('planned')) AS s (scenario)
    LEFT JOIN atlante.cell_figure f ON f.publication = (SELECT id FROM atlante.latest_publication)
         AND f.scenario = s.scenario AND f.h3 = c.h3;

CREATE OR REPLACE VIEW atlante.public_gap AS
  SELECT g.scenario, g.id, g.kind, g.territory, g.zone, v.name AS valley, g.name, g.residents, g.residents_low,
         g.residents_high, g.severity, g.rank, g.confidence, g.outline_3857
    FROM atlante.gap g LEFT JOIN atlante.valley v ON v.id = g.valley
   WHERE g.publication = (SELECT id FROM atlante.latest_publication);

CREATE OR REPLACE VIEW atlante.public_place AS
  SELECT id, name, kind, comune, status AS operating_status, precision, confirmed_on, position, cell, external
    FROM atlante.place WHERE position IS NOT NULL AND status <> 'closed';

-- What the tiles were made from: the versions of the inputs, the latest publication
-- (0 for none) and the database that these are of, one row; the kinds that fields are
-- expanded by; which places changed when (see changes.sql). A database that is restored,
-- or goes on elsewhere after a failure, is another one, in which a version that was given
-- out before may come again: the server, its history, the database in it and the table
-- that was made there tell them apart. They do not for a copy of the server's files, put
-- back while it was stopped.
CREATE OR REPLACE VIEW atlante.public_version AS
  SELECT (SELECT version FROM atlante.input_version WHERE name = 'places') AS places,
         (SELECT version FROM atlante.input_version WHERE name = 'territory') AS territory,
         (SELECT version FROM atlante.input_version WHERE name = 'roads') AS roads,
         coalesce((SELECT max(id) FROM atlante.publication), 0) AS publication,
         hashtextextended(concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
           -- of the log that is written now: a control file may name the one before for minutes
           CASE WHEN pg_is_in_recovery() THEN lpad(to_hex((SELECT timeline_id FROM pg_control_checkpoint())), 8, '0')
                ELSE lower(left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)) END, (SELECT oid FROM pg_database WHERE datname = current_database()),
           'atlante.input_version'::regclass::oid), 0) AS database;
CREATE OR REPLACE VIEW atlante.public_kind AS
  SELECT id, name_it, name_en, plural_it, plural_en, nearest_it, nearest_en, by_area, completeness, mode_mountain, mode_else,
         threshold_car, threshold_foot, position, itinerant
    FROM atlante.kind;
CREATE OR REPLACE VIEW atlante.public_place_change AS SELECT n, version, place FROM atlante.place_change;

GRANT SELECT ON atlante.public_zone, atlante.public_comune, atlante.public_cell, atlante.public_cell_whole, atlante.public_gap,
  atlante.public_place, atlante.public_version, atlante.public_kind, atlante.public_place_change TO atlante_tiles;
GRANT EXECUTE ON FUNCTION atlante.h3_parent(bigint, int) TO atlante_tiles;
