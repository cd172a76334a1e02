package cql2

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"atlante/geo"
)

var update = flag.Bool("update", false, "write the golden messages anew, to be reviewed as text")

// wrong are filters that are refused, as text; those that begin with { or [ or a
// double quote and a bracket are CQL2 JSON.
var wrong = []string{
	// What people write who know another language.
	"kind == 'portineria'", "kind != 'portineria'", "kind = 'a' && beds > 2", "kind ILIKE 'port%'", "website = NULL", "kind = “portineria”",
	"INTERSECTS(geometry, POINT(7 45))", "ST_Within(geometry, POINT(7 45))", "lower(kind) = 'portineria'", "A_CONTAINS(kinds, ('a'))",
	`{"op":"=","args":[{"property":"kind"},"a"]} AND x`, "beds > 1,5",
	// What is left open or left out.
	"", "  ", "kind", "'portineria'", "beds + 1", "kind = ", "kind = 'dell'acqua'", "kind = 'aperto", `"kind = 'a'`, "(kind = 'a'", "kind = 'a')", "kind 'a'",
	"kind = 'a' AND", "AND kind = 'a'", "kind NOT 'a'", "kind IN 'a'", "kind IN ()", "kind IN ('a' 'b')", "beds BETWEEN 1", "beds BETWEEN 1, 3", "name LIKE", "name IS 3",
	"a < b < c", "2 ^ 3 ^ 4 = 1", "beds = NOT TRUE", "kind AND beds = 1", "-'a' = 1", "a = 1 a = 2", `"" = 1`, "a = b ; DROP TABLE place",
	// Types that do not go together.
	"'a' = 5", "beds IN (1, 'a')", "name LIKE 5", "name LIKE other", "CASEI(5) = 'a'", "CASEI(a, b) = 'x'", "S_INTERSECTS(geometry)", "S_INTERSECTS(geometry, 'POINT(7 45)')",
	"T_AFTER(updated, '2026-01-01')", "beds + 'a' > 1", "beds BETWEEN 1 AND 'a'", "a = POINT(7 45)", "(a = 1) = TRUE",
	// Numbers, texts and instants.
	"beds = 1e400", "beds = 12abc", "beds = 1e", "beds = 1.2.3", "name = 'a\x01b'", "name = 'a\xffb'",
	"updated > DATE('31/05/2026')", "updated > DATE('2026-02-30')", "updated > DATE('0000-01-01')", "updated > DATE(2026)",
	"updated > TIMESTAMP('2026-05-31T13:30:00+02:00')", "updated > TIMESTAMP('2026-05-31')", "updated > TIMESTAMP('2026-05-31t13:30:00z')", "updated > TIMESTAMP('2026-05-31T24:00:00Z')",
	"T_DURING(updated, INTERVAL('2026-05-31', '2026-05-30'))", "T_DURING(updated, INTERVAL('2026', '..'))", "T_DURING(updated, INTERVAL(DATE('2026-05-31'), '..'))", "T_DURING(updated, INTERVAL('..'))",
	// Geometries.
	"S_INTERSECTS(geometry, POINT(7.3, 44.9))", "S_INTERSECTS(geometry, POINT EMPTY)", "S_INTERSECTS(geometry, POLYGON(EMPTY))", "S_INTERSECTS(geometry, MULTIPOINT(EMPTY))", "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT EMPTY))",
	"S_INTERSECTS(geometry, POINT())", "S_INTERSECTS(geometry, POINT(7))", "S_INTERSECTS(geometry, POINT(7 45 300 1))", "S_INTERSECTS(geometry, POINT(7 45, 8 46))", "S_INTERSECTS(geometry, POINT M(7 45 1))", "S_INTERSECTS(geometry, POINT(7 NaN))", "S_INTERSECTS(geometry, POINT(7 1e999))",
	"S_INTERSECTS(geometry, LINESTRING(7 45))", "S_INTERSECTS(geometry, POLYGON((7 45, 8 45, 8 46)))", "S_INTERSECTS(geometry, POLYGON((7 45, 8 45, 8 46, 7 46)))", "S_INTERSECTS(geometry, CIRCULARSTRING(7 45, 8 45))",
	"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(7 45))))", "S_INTERSECTS(geometry, BBOX(7, 45, 8))", "S_INTERSECTS(geometry, BBOX(7, 46, 8, 45))", "S_INTERSECTS(geometry, BBOX(7 45 8 46))",
	// JSON.
	`{"op":"=","args":[{"property":"kind"},"a"]`, `{"op":"=","args":[{"property":"kind"},"a"],}`, `{"op":"=","args":[{"property":"kind"},"a"]} x`, `["a"]`, `"a"`, `{"op":"="}`, `{"op":"="` + `,"args":[{"property":"kind"}]}`,
	`{"op":"=","args":[{"property":"kind"},null]}`, `{"op":"isnull","args":[{"property":"kind"}]}`, `{"op":"startsWith","args":[{"property":"kind"},"a"]}`, `{"op":"=","op":"<","args":[1,2]}`, `{"op":"=","args":[1,2],"sort":1}`,
	`{"op":"in","args":[{"property":"kind"},"a","b"]}`, `{"op":"in","args":[{"property":"kind"},[]]}`, `{"op":"=","args":[{"property":""},1]}`, `{"op":"=","args":[{"name":"a"},1]}`, `{"op":"=","args":[{"property":"a"},"a\u0000b"]}`,
	`{"op":"=","args":[{"property":"a"},{"date":"2026-5-1"}]}`, `{"op":"t_after","args":[{"property":"a"},{"interval":["2026-05-31"]}]}`, `{"op":"t_after","args":[{"property":"a"},{"interval":[{"date":"2026-05-31"},".."]}]}`,
	`{"op":"s_within","args":[{"property":"a"},{"type":"Point","coordinates":[]}]}`, `{"op":"s_within","args":[{"property":"a"},{"type":"Point","coordinates":["7",45]}]}`, `{"op":"s_within","args":[{"property":"a"},{"type":"Circle","coordinates":[7,45]}]}`,
	`{"op":"s_within","args":[{"property":"a"},{"type":"Polygon","coordinates":[[[7,45],[8,45],[8,46],[7,46]]]}]}`, `{"op":"s_within","args":[{"property":"a"},{"type":"Feature","geometry":{}}]}`, `{"op":"s_within","args":[{"property":"a"},{"bbox":[7,45]}]}`,
}

// read a filter in the language that it looks like.
func read(f string) (Node, error) {
	if looks := strings.HasPrefix(f, "{") || strings.HasPrefix(f, "["); looks || f == `"a"` {
		return ParseJSON([]byte(f))
	}
	return Parse(f)
}

// TestMessages holds every message that people get, in both languages, with its
// place and how to mend it: testdata/messages.txt.
func TestMessages(t *testing.T) {
	var b strings.Builder
	for _, f := range wrong {
		_, err := read(f)
		sound(t, f, err)
		if e, is := errors.AsType[*Error](err); is {
			fmt.Fprintf(&b, "%q\n  byte %d, %s\n  %s\n\n", f, e.Pos, e.Italian(), e)
		}
	}
	const name = "testdata/messages.txt"
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, all := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(got), len(all)) {
		if got[i] != all[i] {
			t.Fatalf("%s, line %d: got\n%s, want\n%s\nlook at the change, then go test ./geo/cql2 -run Messages -update", name, i+1, got[i], all[i])
		}
	}
	if len(got) != len(all) {
		t.Errorf("%s has %d lines, got %d", name, len(all), len(got))
	}
}

// sound holds what every refusal is: an *Error that wraps geo.ErrInvalid, with a
// place in the filter and two whole sentences.
func sound(t testing.TB, filter string, err error) {
	t.Helper()
	e, is := errors.AsType[*Error](err)
	switch {
	case err == nil:
		t.Fatalf("%q is taken", filter)
	case !is || !errors.Is(err, geo.ErrInvalid):
		t.Fatalf("%q: %T %v is no refusal", filter, err, err)
	case e.Pos < 1 || e.Pos > len(filter)+1 || e.Char < 1 || e.Char > e.Pos:
		t.Fatalf("%q: %v stands at byte %d, character %d", filter, e, e.Pos, e.Char)
	case len(e.IT) < 20 || len(e.EN) < 20 || strings.Contains(e.IT+e.EN, "%!"):
		t.Fatalf("%q: %q, %q is no sentence", filter, e.IT, e.EN)
	}
}

func TestDegrees(t *testing.T) {
	// The third filter of the test s_intersects of OGC 21-065r2, annex A, must fail.
	for f, good := range map[string]bool{
		"S_INTERSECTS(geom,BBOX(-180,-90,180,90))": true, "S_INTERSECTS(geom,POINT(7.02 49.92))": true, "S_INTERSECTS(geom,POINT(90 180))": false,
		"S_INTERSECTS(geom,BBOX(150,-90,-150,90))": true, "NOT S_WITHIN(g,LINESTRING(7 45,181 45)) OR TRUE": false, "a = 1": true,
	} {
		n, err := Parse(f)
		if err != nil {
			t.Fatal(err)
		}
		if err = Degrees(n); (err == nil) != good || err != nil && !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestProperties(t *testing.T) {
	n, err := Parse("b IN (a, 'x') AND T_DURING(INTERVAL(c, '..'), d) OR NOT (CASEI(a) LIKE 'y' AND -e > 1)")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(Properties(n), " "); got != "a b c d e" {
		t.Errorf("properties %s", got)
	}
}
