package postgis_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo/cover"
	"atlante/geo/cql2"
	"atlante/geo/feature"
	"atlante/geo/postgis"
)

// asked is a filter as people write it, and the same as somebody who knows SQL
// writes it over an oracle.
type asked struct {
	collection string
	filter     string
	sql        string
}

// Every filter gives the features that hand-written SQL gives over the tables.
func filtersGiveWhatSQLGives(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	list, err := s.FeatureCollections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cases := written()
	for i, c := range list {
		made := generated(t, db, c, i)
		if os.Getenv("ATLANTE_SOAK") == "" { // a fair share of each collection
			made = slices.DeleteFunc(made, func(a asked) bool { return len(a.filter)%5 != 0 })
		}
		cases = append(cases, made...)
	}
	telling := 0
	for i, a := range cases {
		if compareFilter(t, s, db, a, feature.Scenarios()[i%2], 0) {
			telling++
		}
	}
	t.Logf("%d filters, of which %d gave some features and not all", len(cases), telling)
	if len(cases) < 200 || telling < len(cases)/2 {
		t.Errorf("%d filters, %d telling: too few", len(cases), telling)
	}
}

// compareFilter tells whether a filter gave some features but not all.
func compareFilter(t *testing.T, s *postgis.Store, db *pgx.Conn, a asked, sc cover.Scenario, crs feature.SRID) bool {
	t.Helper()
	node, err := cql2.Parse(a.filter)
	if err != nil {
		t.Errorf("%s: %s: %v", a.collection, a.filter, err)
		return false
	}
	q := feature.Query{Collection: a.collection, Filter: node, FilterCRS: crs, Scenario: sc}
	got, _ := told(t, s, q)
	n, err := s.FeatureCount(t.Context(), q)
	if err != nil || n != int64(len(got)) {
		t.Errorf("%s: %s: %d features, %d counted, %v", a.collection, a.filter, len(got), n, err)
	}
	rows, err := db.Query(t.Context(), fmt.Sprintf(`SELECT id, (SELECT count(*) FROM oracle_%[1]s WHERE scenario IN ('', $1)) FROM oracle_%[1]s WHERE scenario IN ('', $1) AND (%[2]s)`,
		a.collection, a.sql), pgx.QueryExecModeExec, string(sc))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	var all int
	for rows.Next() {
		var id string
		if err := rows.Scan(&id, &all); err != nil {
			t.Fatal(err)
		}
		want = append(want, id)
	}
	if rows.Err() != nil {
		t.Fatalf("oracle %s: %v", a.sql, rows.Err())
	}
	have := ids(got)
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("%s in %s, %s: %d features, SQL gives %d: %s", a.filter, a.collection, sc, len(have), len(want), a.sql)
	}
	return len(want) > 0 && len(want) < all
}

// written are filters whose SQL somebody wrote by hand.
func written() []asked {
	return []asked{
		{"places", `kind = 'portineria' AND operating_status <> 'closed'`, `kind = 'portineria' AND operating_status <> 'closed'`},
		{"places", `kind = 'portineria' OR kind = 'cer' AND zone = 1`, `kind = 'portineria' OR (kind = 'cer' AND zone = 1)`},
		{"places", `NOT (wheelchair = 'yes')`, `wheelchair IN ('limited', 'no')`},
		{"places", `NOT (wheelchair = 'yes' AND zone = 1)`, `NOT (wheelchair = 'yes' AND zone = 1)`},
		{"places", `wheelchair = 'yes' OR wheelchair IS NULL`, `coalesce(wheelchair, 'yes') = 'yes'`},
		{"places", `name = 'L''Orto'`, `name = E'L\'Orto'`},
		{"places", `name LIKE '100\% %'`, `starts_with(name, '100% ')`},
		{"places", `name LIKE 'a\_b%'`, `starts_with(name, 'a_b')`},
		{"places", `name LIKE 'a_b%'`, `left(name, 1) = 'a' AND substr(name, 3, 1) = 'b'`},
		{"places", `name LIKE '%\\\\%'`, `strpos(name, chr(92)) > 0`},
		{"places", `name LIKE '%$1%'`, `strpos(name, '$1') > 0`},
		{"places", `name LIKE '%--%'`, `strpos(name, '--') > 0`},
		{"places", `NOT (name LIKE 'Caff%')`, `left(name, 4) <> 'Caff'`},
		{"places", `CASEI(name) = CASEI('CAFFÈ DEGLI ARTIGIANI')`, `upper(name COLLATE "it-x-icu") = 'CAFFÈ DEGLI ARTIGIANI'`},
		{"places", `CASEI(name) LIKE CASEI('STRASSE%')`, `name LIKE 'STRASSE%' OR name LIKE 'straße%'`},
		{"places", `ACCENTI(name) = ACCENTI('Caffe degli Artigiani')`, `unaccent(name) = 'Caffe degli Artigiani'`},
		{"places", `ACCENTI(name) = ACCENTI('Zoé')`, `name = 'Zöe'`},
		{"places", `ACCENTI(CASEI(name)) LIKE ACCENTI(CASEI('ANCORA%'))`, `lower(unaccent(name)) LIKE 'ancora%'`},
		{"places", `CASEI(ACCENTI(name)) IN (CASEI(ACCENTI('àncora')), CASEI(ACCENTI('ZOE')))`, `lower(unaccent(name)) IN ('ancora', 'zoe')`},
		{"places", `CASEI(name) IN ('l''orto', CASEI('AXB'))`, `name IN ('L''Orto', 'axb')`},
		{"places", `name IN ('a;b', '-- commento', '日本', '"virgolette"')`, `name IN ('a;b', '-- commento', '日本', '"virgolette"')`},
		{"places", `NOT (kind IN ('cer', 'partner'))`, `kind NOT IN ('cer', 'partner')`},
		{"places", `NOT (zone IN (1))`, `zone <> 1`},
		{"places", `zone IN (2, 3, 4.5)`, `zone = 2`},
		{"places", `radius_m + 100 > zone * 150`, `radius_m + 100 > zone * 150`},
		{"places", `radius_m / zone >= 200`, `radius_m::float8 / zone >= 200`},
		{"places", `radius_m / (zone - 1) > 100`, `zone <> 1 AND radius_m::float8 / nullif(zone - 1, 0) > 100`},
		{"places", `radius_m div 200 = 1`, `radius_m BETWEEN 200 AND 399`},
		{"places", `radius_m % 200 = 100`, `mod(radius_m, 200) = 100`},
		{"places", `zone ^ 2 = 4`, `zone = 2`},
		{"places", `name > 'L' AND name < 'N'`, `name COLLATE "it-x-icu" > 'L' AND name COLLATE "it-x-icu" < 'N'`},
		{"places", `name BETWEEN 'a' AND 'b'`, `name COLLATE "it-x-icu" >= 'a' AND name COLLATE "it-x-icu" <= 'b'`},
		{"places", `comune_name = zone_name OR name > address`, `comune_name = zone_name OR name COLLATE "it-x-icu" > address`},
		{"places", `street_confirmed = TRUE AND external = FALSE`, `street_confirmed AND NOT external`},
		{"places", `confirmed_on >= DATE('2026-01-01')`, `confirmed_on >= '2026-01-01'`},
		{"places", `confirmed_on BETWEEN DATE('2025-07-01') AND DATE('2025-12-31')`, `confirmed_on BETWEEN '2025-07-01' AND '2025-12-31'`},
		{"places", `confirmed_on IN (DATE('2025-06-04'), DATE('2025-06-16'))`, `confirmed_on IN ('2025-06-04', '2025-06-16')`},
		{"places", `confirmed_on > retrieved_on`, `confirmed_on > retrieved_on`},
		{"places", `T_BEFORE(confirmed_on, retrieved_on)`, `confirmed_on < retrieved_on`},
		{"places", `T_AFTER(confirmed_on, DATE('2026-01-01'))`, `confirmed_on > '2026-01-01'`},
		{"places", `T_AFTER(confirmed_on, TIMESTAMP('2026-01-02T12:00:00Z'))`, `confirmed_on > '2026-01-02'`},
		{"places", `T_INTERSECTS(confirmed_on, TIMESTAMP('2026-01-02T12:00:00Z'))`, `confirmed_on = '2026-01-02'`},
		{"places", `T_DURING(confirmed_on, INTERVAL('2025-07-01', '2025-09-30'))`, `confirmed_on > '2025-07-01' AND confirmed_on < '2025-09-30'`},
		{"places", `T_INTERSECTS(confirmed_on, INTERVAL('2025-07-01', '..'))`, `confirmed_on >= '2025-07-01'`},
		{"places", `T_DISJOINT(confirmed_on, INTERVAL('..', '2025-12-31'))`, `confirmed_on > '2025-12-31'`},
		{"places", `T_EQUALS(confirmed_on, DATE('2025-06-16'))`, `confirmed_on = '2025-06-16'`},
		{"places", `geometry IS NULL`, `precision = 'none'`},
		{"places", `NOT (geometry IS NULL) AND kind = 'cer'`, `precision <> 'none' AND kind = 'cer'`},
		{"places", `S_INTERSECTS(geometry, BBOX(9.50, 47.10, 9.55, 47.20))`, `ST_X(g) BETWEEN 9.50 AND 9.55 AND ST_Y(g) BETWEEN 47.10 AND 47.20`},
		{"places", `NOT (S_INTERSECTS(geometry, BBOX(9.50, 47.10, 9.55, 47.20)))`, `NOT (ST_X(g) BETWEEN 9.50 AND 9.55 AND ST_Y(g) BETWEEN 47.10 AND 47.20)`},
		{"places", `S_DISJOINT(geometry, BBOX(9.50, 47.10, 9.55, 47.20))`, `NOT (ST_X(g) BETWEEN 9.50 AND 9.55 AND ST_Y(g) BETWEEN 47.10 AND 47.20)`},
		{"places", `S_INTERSECTS(geometry, BBOX(179, 40, 9.52, 50))`, `ST_X(g) <= 9.52`},
		{"places", `S_INTERSECTS(BBOX(9.50, 47.10, 9.50, 47.20), geometry) OR zone = 1`, `(ST_X(g) = 9.50 AND ST_Y(g) BETWEEN 47.10 AND 47.20) OR zone = 1`},
		{"places", `S_WITHIN(geometry, POLYGON((9.5 47.1, 9.6 47.1, 9.5 47.2, 9.5 47.1)))`, `ST_Y(g) > 47.1 AND ST_X(g) > 9.5 AND (ST_X(g) - 9.5) + (ST_Y(g) - 47.1) < 0.1`},
		{"places", `S_EQUALS(geometry, POINT(9.48 47.06))`, `ST_X(g) = 9.48 AND ST_Y(g) = 47.06`},
		{"comuni", `S_CONTAINS(geometry, POINT(9.5215 47.1392))`, `ST_Contains(g, ST_SetSRID(ST_MakePoint(9.5215, 47.1392), 4326))`},
		{"comuni", `S_WITHIN(POINT(9.5215 47.1392), geometry)`, `ST_Contains(g, ST_SetSRID(ST_MakePoint(9.5215, 47.1392), 4326))`},
		{"comuni", `S_CROSSES(geometry, LINESTRING(9.4 47.15, 9.6 47.15)) OR name = 'Vaduz'`, `ST_Crosses(g, 'SRID=4326;LINESTRING(9.4 47.15, 9.6 47.15)') OR name = 'Vaduz'`},
		{"comuni", `S_OVERLAPS(geometry, BBOX(9.5, 47.1, 9.53, 47.16))`, `ST_Overlaps(g, ST_MakeEnvelope(9.5, 47.1, 9.53, 47.16, 4326))`},
		{"comuni", `S_TOUCHES(geometry, BBOX(9.5, 47.1, 9.53, 47.16)) OR residents > 5000`, `ST_Touches(g, ST_MakeEnvelope(9.5, 47.1, 9.53, 47.16, 4326)) OR residents > 5000`},
		{"comuni", `mountain IN ('T', 'P') AND covered_30_portineria < 0.5`, `mountain IN ('T', 'P') AND covered_30_portineria < 0.5`},
		{"comuni", `covered_30_partner - covered_15_partner > 0.2`, `covered_30_partner - covered_15_partner > 0.2`},
		{"comuni", `residents / area_km2 > 200`, `residents / area_km2 > 200`},
		{"zones", `residents > 20000 AND comuni >= 5`, `residents > 20000 AND comuni >= 5`},
		{"zones", `S_INTERSECTS(geometry, POINT(9.52 47.23))`, `ST_Covers(g, ST_SetSRID(ST_MakePoint(9.52, 47.23), 4326))`},
		{"cells", `residents > 20 AND minutes_partner > 10`, `residents > 20 AND minutes_partner > 10`},
		{"cells", `NOT (minutes_partner <= 10)`, `minutes_partner > 10`},
		{"cells", `second_partner - minutes_partner >= 3`, `second_partner - minutes_partner >= 3`},
		{"cells", `minutes_partner IS NULL`, `minutes_partner IS NULL`},
		{"cells", `S_INTERSECTS(geometry, BBOX(9.50, 47.10, 9.52, 47.12))`, `ST_Intersects(g, ST_MakeEnvelope(9.50, 47.10, 9.52, 47.12, 4326))`},
		{"cells", `S_WITHIN(geometry, POLYGON((9.5 47.1, 9.56 47.1, 9.5 47.2, 9.5 47.1)))`, `ST_Within(g, 'SRID=4326;POLYGON((9.5 47.1, 9.56 47.1, 9.5 47.2, 9.5 47.1))')`},
		{"cells", `NOT (S_DISJOINT(geometry, LINESTRING(9.48 47.05, 9.6 47.25)))`, `ST_Intersects(g, 'SRID=4326;LINESTRING(9.48 47.05, 9.6 47.25)')`},
		{"cells", `served_cer = 'yes' OR state_portineria = 'unreachable'`, `served_cer = 'yes' OR state_portineria = 'unreachable'`},
		{"gaps", `T_AFTER(since, TIMESTAMP('2026-03-01T00:00:00Z'))`, `since > '2026-03-01 00:00Z'`},
		{"gaps", `T_AFTER(since, DATE('2026-03-01'))`, `since >= '2026-03-02 00:00Z'`},
		{"gaps", `T_BEFORE(since, DATE('2026-03-02'))`, `since < '2026-03-02 00:00Z'`},
		{"gaps", `T_INTERSECTS(since, INTERVAL('2026-02-01', '2026-03-31'))`, `since >= '2026-02-01 00:00Z' AND since < '2026-04-01 00:00Z'`},
		{"gaps", `T_DURING(INTERVAL('2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'), INTERVAL(since, '..'))`, `since < '2026-02-01 00:00Z'`},
		{"gaps", `T_STARTS(since, INTERVAL(since, '2026-03-31T00:00:00Z'))`, `since < '2026-03-31 00:00Z'`},
		{"gaps", `T_FINISHES(since, INTERVAL('2026-03-31T00:00:00Z', since))`, `since > '2026-03-31 00:00Z'`},
		{"gaps", `T_MEETS(INTERVAL('..', '2026-01-06T13:00:00Z'), since)`, `since = '2026-01-06 13:00Z'`},
		{"gaps", `T_METBY(since, INTERVAL('..', '2026-01-11T14:00:00Z'))`, `since = '2026-01-11 14:00Z'`},
		{"gaps", `T_CONTAINS(INTERVAL('2026-02-01T00:00:00Z', '2026-03-31T00:00:00Z'), since)`, `since > '2026-02-01 00:00Z' AND since < '2026-03-31 00:00Z'`},
		{"gaps", `T_OVERLAPS(INTERVAL('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'), INTERVAL(since, '..'))`, `since > '2026-01-01 00:00Z' AND since < '2026-04-01 00:00Z'`},
		{"gaps", `T_OVERLAPPEDBY(INTERVAL(since, '..'), INTERVAL('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'))`, `since > '2026-01-01 00:00Z' AND since < '2026-04-01 00:00Z'`},
		{"gaps", `T_STARTEDBY(INTERVAL(since, '..'), since)`, `since IS NOT NULL`},
		{"gaps", `T_FINISHEDBY(INTERVAL('..', since), since)`, `since IS NOT NULL`},
		{"gaps", `since >= TIMESTAMP('2026-03-01T00:00:00Z')`, `since >= '2026-03-01 00:00Z'`},
		{"gaps", `severity > residents * 0.1 AND minutes IS NOT NULL`, `severity > residents * 0.1 AND minutes IS NOT NULL`},
		{"gaps", `comuni LIKE '%900003%'`, `'900003' = ANY (string_to_array(comuni, ';'))`},
		{"gaps", `S_INTERSECTS(geometry, POINT(9.52 47.11))`, `ST_Covers(g, ST_SetSRID(ST_MakePoint(9.52, 47.11), 4326))`},
	}
}

// Spatial filters hold in every reference system, exactly.
func filtersInEveryReferenceSystem(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	for _, c := range []struct {
		crs feature.SRID
		box string
	}{
		{feature.WGS84, "9.50, 47.10, 9.53, 47.14"},
		{feature.Mercator, "1057500, 5960000, 1060900, 5966500"},
		{feature.UTM32, "538000, 5216600, 540400, 5221000"},
		{feature.RDN2008, "538000, 5216600, 540400, 5221000"},
	} {
		for _, collection := range []string{"places", "comuni", "zones", "cells", "gaps"} {
			a := asked{collection, "S_INTERSECTS(geometry, BBOX(" + c.box + "))",
				fmt.Sprintf("ST_Intersects(ST_Transform(g, %[1]d), ST_MakeEnvelope(%[2]s, %[1]d))", c.crs, c.box)}
			if !compareFilter(t, s, db, a, cover.ScenarioCurrent, c.crs) && collection != "zones" {
				t.Errorf("%s in EPSG:%d: nothing, or everything", collection, c.crs)
			}
			a.filter, a.sql = "NOT ("+a.filter+")", "NOT ("+a.sql+")"
			compareFilter(t, s, db, a, cover.ScenarioCurrent, c.crs)
		}
	}
}

// generated makes filters over every field of a collection and every operator
// that its type knows, with values that are there and values that are not.
func generated(t *testing.T, db *pgx.Conn, c feature.Collection, round int) []asked {
	t.Helper()
	var out []asked
	for i, f := range c.Fields {
		sample := samples(t, db, c.ID, f)
		add := func(filter, sql string) { out = append(out, asked{c.ID, filter, sql}) }
		add(f.Name+" IS NULL", f.Name+" IS NULL")
		for j, op := range []string{"=", "<>", "<", ">", "<=", ">="} {
			if f.Type == feature.Boolean && j > 1 || len(sample) == 0 {
				break
			}
			v := sample[(i+j+round)%len(sample)]
			left := f.Name
			if f.Type == feature.Text && j > 1 {
				left += ` COLLATE "it-x-icu"`
			}
			add(f.Name+" "+op+" "+v.cql, left+" "+op+" "+v.sql)
		}
		if len(sample) < 2 || f.Type == feature.Boolean {
			continue
		}
		one, other := sample[0], sample[1]
		add(fmt.Sprintf("%s IN (%s, %s)", f.Name, one.cql, other.cql), fmt.Sprintf("%[1]s = %[2]s OR %[1]s = %[3]s", f.Name, one.sql, other.sql))
		add(fmt.Sprintf("NOT (%s = %s) AND %s IS NOT NULL", f.Name, one.cql, f.Name), fmt.Sprintf("%s <> %s", f.Name, one.sql))
		if f.Type == feature.Text {
			add(fmt.Sprintf("CASEI(%s) = CASEI(%s) OR ACCENTI(%s) = ACCENTI(%s)", f.Name, one.cql, f.Name, other.cql),
				fmt.Sprintf(`lower(%[1]s COLLATE "it-x-icu") = lower(%[2]s COLLATE "it-x-icu") OR unaccent(%[1]s) = unaccent(%[3]s)`, f.Name, one.sql, other.sql))
			continue
		}
		add(fmt.Sprintf("%s BETWEEN %s AND %s", f.Name, one.cql, other.cql), fmt.Sprintf("%[1]s >= %[2]s AND %[1]s <= %[3]s", f.Name, one.sql, other.sql))
	}
	return out
}

type sampled struct{ cql, sql string }

// samples are values of a field, as filters and as SQL write them.
func samples(t *testing.T, db *pgx.Conn, collection string, f feature.Field) []sampled {
	t.Helper()
	literal := map[feature.Type]string{
		feature.Text: "'''' || replace(x, '''', '''''') || ''''", feature.Integer: "x::text", feature.Real: "x::text", feature.Boolean: "upper(x::text)",
		feature.Day:     "'DATE(''' || x::text || ''')'",
		feature.Instant: "'TIMESTAMP(''' || to_char(x AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') || 'Z'')'",
	}[f.Type]
	rows, err := db.Query(t.Context(), fmt.Sprintf(`SELECT %s, quote_literal(x) FROM (SELECT %[2]s AS x FROM oracle_%[3]s WHERE %[2]s IS NOT NULL
		GROUP BY 1 ORDER BY md5(%[2]s::text) LIMIT 3) AS s ORDER BY x`, literal, f.Name, collection), pgx.QueryExecModeExec)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (sampled, error) {
		var v sampled
		err := r.Scan(&v.cql, &v.sql)
		return v, err
	})
	if err != nil {
		t.Fatalf("%s.%s: %v", collection, f.Name, err)
	}
	if f.Type == feature.Text {
		out = append(out, sampled{"'non c''è'", "'non c''è'"})
	}
	return out
}

// day is a date of the tests.
func day(text string) *time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return &d
}
