package postgis_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// featureStore is a small territory with places, figures and gaps whose values
// are as hostile to a translator as real ones can be: accents, quotes, wildcards,
// unknown values of every type, and places without a position.
func featureStore(t testing.TB) (*postgis.Store, *pgx.Conn, []geo.Kind) {
	t.Helper()
	s := geotest.Liechtenstein(t)
	db := geotest.Login(t, s)
	run(t, db, `INSERT INTO atlante.valley (id, name, parent, mouth, source) VALUES ('samina', 'Val Samìna', NULL, '900009', 't');
		UPDATE atlante.comune SET valley = 'samina' WHERE id IN ('900004', '900009');
		UPDATE atlante.comune SET snai_class = 'E' WHERE id IN ('900007', '900009');
		INSERT INTO atlante.network (id, name, source, licence) VALUES ('rete', 'Rete', 't', 't')`)
	run(t, db, featurePlaces)
	geotest.Recompute(t, s)
	run(t, db, featureGaps)
	kinds, err := s.Kinds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	oracles(t, db, kinds)
	return s, db, kinds
}

func run(t testing.TB, db *pgx.Conn, text string) {
	t.Helper()
	if _, err := db.Exec(context.WithoutCancel(t.Context()), text); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

// 160 places, every value of some of them made of the number n.
const featurePlaces = `
INSERT INTO atlante.place (id, kind, name, folded, address, locality, comune, position, cell, precision, radius_m, street_confirmed,
  position_source, status, service_area, may_reach, note, source, licence, retrieved_on, confirmed_on, description, hours, wheelchair,
  areas, operator, legal_form, network, website, verification)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n * 7919 % 100003), 12, '0'))::uuid,
       (ARRAY['partner', 'casa_del_quartiere', 'portineria', 'cer'])[1 + n % 4],
       (ARRAY['Caffè degli Artigiani', 'CAFFE'' degli artigiani', '100% Solidale', 'a_b', 'axb', 'back\slash', 'L''Orto', 'Più SpazioQuattro',
              'Àncora', 'ancora', 'Zöe', 'STRASSE', 'straße', '"virgolette"', 'a;b', '-- commento', E'due\nrighe', '日本', '$1', 'Èssere'])[1 + n % 20]
         || CASE WHEN n >= 20 THEN ' ' || n ELSE '' END,
       'x', CASE WHEN n % 3 = 0 THEN '' ELSE 'Via Roma ' || n END, CASE WHEN n % 5 = 0 THEN '' ELSE 'Borgata ' || chr(65 + n % 26) END,
       CASE WHEN n % 11 = 0 THEN NULL ELSE '9000' || lpad((n % 11)::text, 2, '0') END,
       CASE WHEN n % 9 <> 4 THEN ext.ST_SetSRID(ext.ST_MakePoint(9.48 + (n * 37 % 100) * 0.0015, 47.06 + (n * 61 % 100) * 0.0018), 4326) END,
       CASE WHEN n % 9 <> 4 THEN 617700169518678015 END,
       CASE WHEN n % 9 = 4 THEN 'none' ELSE (ARRAY['exact', 'house_number', 'street', 'locality', 'comune'])[1 + n % 5] END, n % 7 * 100,
       n % 2 = 0, CASE WHEN n % 4 = 0 THEN '' ELSE 'fonte ' || n % 4 END,
       (ARRAY['active', 'active', 'temporarily_closed', 'seasonal', 'planned', 'closed'])[1 + n % 6],
       CASE WHEN n % 4 = 3 THEN ARRAY['900001', '900002'] ELSE '{}' END, CASE WHEN n % 8 = 3 THEN ARRAY['900005'] ELSE '{}' END,
       CASE WHEN n % 6 = 0 THEN 'nota' ELSE '' END, CASE WHEN n % 10 = 0 THEN '' ELSE 'fonte' END, 'CC BY 4.0',
       CASE WHEN n % 3 = 1 THEN date '2026-01-01' + n END, CASE WHEN n % 4 = 1 THEN date '2025-06-01' + n * 3 END,
       CASE WHEN n % 7 = 0 THEN repeat('lungo ', 60) || n ELSE '' END, CASE WHEN n % 8 = 0 THEN 'lun–ven 9–18' ELSE '' END,
       (ARRAY['', 'yes', 'limited', 'no'])[1 + n % 4], CASE WHEN n % 5 = 0 THEN ARRAY['casa', 'lavoro'] ELSE '{}' END,
       CASE WHEN n % 6 = 1 THEN 'Ente ' || n ELSE '' END, CASE WHEN n % 6 = 1 THEN 'aps' ELSE '' END, CASE WHEN n % 12 = 0 THEN 'rete' END,
       CASE WHEN n % 5 = 2 THEN 'https://esempio.example/' || n ELSE '' END, CASE WHEN n % 2 = 0 THEN 'unverified' ELSE 'visited' END
  FROM generate_series(0, 159) AS n`

// 40 gaps beside those computed, some without valley or minutes.
const featureGaps = `
INSERT INTO atlante.gap (publication, scenario, id, territory, kind, rank, name, zone, valley, comuni, parents, cells, residents, residents_low,
  residents_high, median_minutes, depth, severity, threshold, mode, why, model, confidence, snai_class, altitude_m, outline, outline_3857)
SELECT (SELECT max(id) FROM atlante.publication), (ARRAY['current', 'planned'])[1 + n % 2], 'g-portineria-' || (1000 + n),
       (ARRAY['mountain', 'inner'])[1 + n / 2 % 2], (ARRAY['portineria', 'partner'])[1 + n % 3 / 2], n, 'Àrea ' || n, 1 + n % 2,
       CASE WHEN n % 3 = 0 THEN 'samina' END, ARRAY['900004', '9000' || lpad((n % 10)::text, 2, '0')], '{}', '{}', n * 13, n * 11, n * 17,
       CASE WHEN n % 4 <> 0 THEN 30 + n * 0.73 END, 1, n * 1.37, 30, 'car', 'x', 'estimate', (ARRAY['provisional', 'confirmed'])[1 + n % 2], 'E', 900,
       g.g, ext.ST_Transform(g.g, 3857)
  FROM generate_series(1, 40) AS n,
       LATERAL (SELECT ext.ST_Multi(ext.ST_MakeEnvelope(9.48 + n * 0.003, 47.06 + n * 0.004, 9.49 + n * 0.003, 47.07 + n * 0.004, 4326)) AS g) AS g;
INSERT INTO atlante.gap_version (id, scenario, publication, at, territory, kind, name, residents, residents_low, residents_high, severity, model,
  confidence, parents, ended)
SELECT id, scenario, publication, timestamptz '2026-01-01 12:00Z' + rank * interval '5 days 1 hour', territory, kind, name, residents,
       residents_low, residents_high, severity, model, confidence, '{}', false FROM atlante.gap WHERE id LIKE 'g-portineria-1___'`

// oracles are what the collections should hold, written from the tables and not
// from the views of the program: id, scenario, g (EPSG:4326), and a column a field.
func oracles(t testing.TB, db *pgx.Conn, kinds []geo.Kind) {
	t.Helper()
	run(t, db, "CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA ext; SET search_path = public, ext")
	run(t, db, `CREATE VIEW public.oracle_places AS
		SELECT '' AS scenario, p.id::text AS id, p.name, p.kind, p.status AS operating_status, nullif(p.address, '') AS address,
		       nullif(p.locality, '') AS locality, p.comune, (SELECT c.name FROM atlante.comune c WHERE c.id = p.comune) AS comune_name,
		       (SELECT c.zone FROM atlante.comune c WHERE c.id = p.comune) AS zone,
		       (SELECT z.name FROM atlante.comune c, atlante.zone z WHERE c.id = p.comune AND z.id = c.zone) AS zone_name, p.precision,
		       CASE WHEN p.precision <> 'none' THEN p.radius_m END AS radius_m, p.street_confirmed, nullif(p.position_source, '') AS position_source,
		       p.external, (SELECT string_agg(x, ';' ORDER BY i) FROM unnest(p.service_area) WITH ORDINALITY AS u (x, i)) AS service_area,
		       (SELECT string_agg(x, ';' ORDER BY i) FROM unnest(p.may_reach) WITH ORDINALITY AS u (x, i)) AS may_reach,
		       nullif(p.description, '') AS description, nullif(p.hours, '') AS hours, nullif(p.wheelchair, '') AS wheelchair,
		       (SELECT string_agg(x, ';' ORDER BY i) FROM unnest(p.areas) WITH ORDINALITY AS u (x, i)) AS areas, nullif(p.operator, '') AS operator,
		       nullif(p.legal_form, '') AS legal_form, p.network, nullif(p.website, '') AS website, nullif(p.note, '') AS note, p.verification,
		       p.confirmed_on, nullif(p.source, '') AS source, nullif(p.licence, '') AS licence, p.retrieved_on, p.position AS g
		  FROM atlante.place p`)
	props := func(of string) string {
		var out strings.Builder
		for _, k := range kinds {
			for name, sql := range oracleProps(of, k) {
				fmt.Fprintf(&out, ", (x.props ->> '%s')::%s AS %s", name, sql, name)
			}
		}
		return out.String()
	}
	run(t, db, `CREATE VIEW public.oracle_comuni AS
		SELECT x.scenario, c.id, c.id AS istat, c.name, c.zone, (SELECT z.name FROM atlante.zone z WHERE z.id = c.zone) AS zone_name,
		       (SELECT v.name FROM atlante.valley v WHERE v.id = c.valley) AS valley, c.mountain_class AS mountain, c.snai_class AS snai,
		       c.altitude_m, c.area_km2, b.approximate AS boundary_approximate, nullif(b.source, '') AS boundary_source, c.residents,
		       (x.props ->> 'places')::int AS places`+props("area")+`, b.geom AS g
		  FROM atlante.comune c, atlante.boundary b, atlante.area_figure x
		 WHERE b.comune = c.id AND x.area = 'comune' AND x.area_id = c.id AND x.publication = (SELECT max(id) FROM atlante.publication)`)
	run(t, db, `CREATE VIEW public.oracle_zones AS
		SELECT x.scenario, z.id::text AS id, z.id AS zone, z.name,
		       CASE WHEN EXISTS (SELECT FROM atlante.comune c WHERE c.zone = z.id AND c.zone_source = 'inferred') THEN 'inferred' ELSE 'sourced' END AS zone_source,
		       (SELECT count(*) FROM atlante.comune c WHERE c.zone = z.id) AS comuni,
		       (SELECT round(sum(c.area_km2)::numeric, 2)::float8 FROM atlante.comune c WHERE c.zone = z.id) AS area_km2,
		       (SELECT sum(c.residents) FROM atlante.comune c WHERE c.zone = z.id) AS residents, (x.props ->> 'places')::int AS places`+props("area")+`, b.geom AS g
		  FROM atlante.zone z, atlante.zone_boundary b, atlante.area_figure x
		 WHERE b.zone = z.id AND x.area = 'zone' AND x.area_id = z.id::text AND x.publication = (SELECT max(id) FROM atlante.publication)`)
	run(t, db, `CREATE TABLE public.oracle_cells AS
		SELECT s.scenario, to_hex(c.h3) AS id, to_hex(c.h3) AS h3, c.comune, coalesce(r.n, 0) AS residents`+props("cell")+`, ST_Transform(c.geom_3857, 4326) AS g
		  FROM atlante.cell_shape c
		 CROSS JOIN (VALUES ('current'), ('planned')) AS s (scenario)
		  LEFT JOIN (SELECT h3, sum(residents)::int AS n FROM atlante.cell_comune GROUP BY h3) AS r ON r.h3 = c.h3
		  LEFT JOIN atlante.cell_figure f ON f.h3 = c.h3 AND f.scenario = s.scenario AND f.publication = (SELECT max(id) FROM atlante.publication)
		 CROSS JOIN LATERAL (SELECT coalesce(f.props, (SELECT p.empty_props FROM atlante.publication p WHERE p.id = (SELECT max(id) FROM atlante.publication))) AS props) AS x
		 WHERE c.resolution = 9`)
	run(t, db, `CREATE VIEW public.oracle_gaps AS
		SELECT g.scenario, g.id, g.kind, g.territory, g.zone, (SELECT z.name FROM atlante.zone z WHERE z.id = g.zone) AS zone_name,
		       (SELECT v.name FROM atlante.valley v WHERE v.id = g.valley) AS valley, g.name,
		       (SELECT string_agg(x, ';' ORDER BY i) FROM unnest(g.comuni) WITH ORDINALITY AS u (x, i)) AS comuni, g.residents, g.residents_low,
		       g.residents_high, round(g.median_minutes::numeric, 1)::float8 AS minutes, g.threshold, round(g.severity::numeric, 1)::float8 AS severity,
		       g.rank, g.confidence, (SELECT h.at FROM atlante.gap_version h WHERE h.id = g.id AND h.scenario = g.scenario ORDER BY h.at LIMIT 1) AS since,
		       g.outline AS g
		  FROM atlante.gap g WHERE g.publication = (SELECT max(id) FROM atlante.publication)`)
}

// oracleProps are the figures by kind and their types in SQL.
func oracleProps(of string, k geo.Kind) map[string]string {
	id, out := string(k.ID), map[string]string{}
	switch {
	case of == "area" && k.ByArea:
		out["covered_"+id], out["unknown_"+id] = "float8", "float8"
	case of == "area":
		out["covered_15_"+id], out["covered_30_"+id], out["covered_45_"+id], out["unknown_"+id] = "float8", "float8", "float8", "float8"
	case k.ByArea:
		out["served_"+id] = "text"
	default:
		out["minutes_"+id], out["second_"+id], out["state_"+id], out["gap_"+id] = "int", "int", "text", "float8"
	}
	return out
}
