package cql2

import (
	"fmt"
	"strings"
	"testing"
)

// TestLimits holds depth, nodes and bytes at their edges, in both languages, and
// that bombs are refused.
func TestLimits(t *testing.T) {
	nots := func(n int) string { return strings.Repeat("NOT ", n) + "TRUE" }
	jsonNots := func(n int) string {
		return strings.Repeat(`{"op":"not","args":[`, n) + "true" + strings.Repeat("]}", n)
	}
	brackets := func(n int, s string) string { return strings.Repeat("(", n) + s + strings.Repeat(")", n) }
	calls := func(n int) string { return strings.Repeat("CASEI(", n) + "a" + strings.Repeat(")", n) + " = 'x'" }
	sums := func(n int) string { return "a" + strings.Repeat(" + 1", n) + " > 0" }
	values := func(n int) string { return "a IN (1" + strings.Repeat(",1", n-1) + ")" }
	jsonValues := func(n int) string {
		return `{"op":"in","args":[{"property":"a"},[1` + strings.Repeat(",1", n-1) + "]]}"
	}
	either := func(n int) string { return "TRUE" + strings.Repeat(" OR TRUE", n-1) }
	collection := "GEOMETRYCOLLECTION(MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0))))"
	deepest := strings.Repeat("NOT (", MaxDepth/2-1) + "NOT S_WITHIN(a, " + collection + ")" + strings.Repeat(")", MaxDepth/2-1)
	taken := []string{
		nots(MaxDepth), jsonNots(MaxDepth), brackets(MaxDepth, "TRUE"), calls(MaxDepth - 1), sums(MaxDepth - 1), values(MaxNodes - 2), jsonValues(MaxNodes - 2),
		either(MaxNodes - 1), deepest, "TRUE" + strings.Repeat(" ", MaxBytes-4), "S_WITHIN(a, " + collection + ")",
	}
	for _, f := range taken {
		n, err := read(f)
		if err != nil {
			t.Errorf("%.60s: %v", f, err)
			continue
		}
		if depth(n) > MaxDepth || nodes(n) > MaxNodes {
			t.Errorf("%.60s: depth %d, %d nodes", f, depth(n), nodes(n))
		}
		back(t, n)
	}
	nested := func(n int) string {
		return "S_WITHIN(a, " + strings.Repeat("GEOMETRYCOLLECTION(", n) + "POINT(0 0)" + strings.Repeat(")", n+1)
	}
	jsonNested := func(n int) string {
		return `{"op":"s_within","args":[{"property":"a"},` + strings.Repeat(`{"type":"GeometryCollection","geometries":[`, n) +
			`{"type":"Point","coordinates":[0,0]}` + strings.Repeat("]}", n) + "]}"
	}
	refused := []string{
		nots(MaxDepth + 1), jsonNots(MaxDepth + 1), brackets(MaxDepth+1, "TRUE"), calls(MaxDepth), sums(MaxDepth), values(MaxNodes - 1), jsonValues(MaxNodes - 1),
		either(MaxNodes), "TRUE" + strings.Repeat(" ", MaxBytes-3),
		// Bombs of as many bytes as are let in.
		strings.Repeat("(", MaxBytes), strings.Repeat("NOT ", MaxBytes/4), strings.Repeat("[", MaxBytes), strings.Repeat(`{"a":`, MaxBytes/5), strings.Repeat(`{"op":"not","args":[`, MaxBytes/20),
		brackets(MaxBytes/2-2, "TRUE"), nots(MaxBytes/4 - 1), jsonNots(370), calls(1100), sums(2000), either(1000), "a = " + strings.Repeat("-", 8000) + "1",
		nested(2), nested(300), jsonNested(2), jsonNested(150), "S_WITHIN(a, POLYGON" + brackets(4000, "0 0"),
		`{"op":"s_within","args":[{"property":"a"},{"type":"MultiPolygon","coordinates":` + strings.Repeat("[", 4000) + strings.Repeat("]", 4000) + "}]}",
		// Strings do not hide brackets, brackets in strings do not count.
		`{"op":"=","args":["\\",` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "]}",
	}
	for _, f := range refused {
		_, err := read(f)
		sound(t, f, err)
	}
	if _, err := read(`{"op":"=","args":[{"property":"a"},"` + strings.Repeat(`[{\"`, 1000) + `"]}`); err != nil {
		t.Error("brackets within a text count:", err)
	}
}

// TestEscapes holds what a text says, in both languages (requirement
// /req/cql2-text/escaping of OGC 21-065r2, and LIKE's own backslash).
func TestEscapes(t *testing.T) {
	for said, meant := range map[string]string{
		`'Via dell''Avvento'`: "Via dell'Avvento", `'Via dell\'Avvento'`: "Via dell'Avvento", `'\a\b\t\n\v\f\r'`: "\a\b\t\n\v\f\r", `''''`: "'", `''`: "",
		`'\%\_'`: `\%\_`, `'\\%\\_'`: `\%\_`, `'\\'`: `\`, `'\n\\n'`: "\n\\n", `'à ''è'`: "à 'è", `'"'`: `"`,
	} {
		n, err := Parse("a = " + said)
		if err != nil {
			t.Errorf("%s: %v", said, err)
			continue
		}
		if got := n.(*Op).Args[1]; got != String(meant) {
			t.Errorf("%s is %q, want %q", said, got, meant)
		}
		back(t, n)
	}
}

// TestPrecedence holds how operations bind (rules booleanExpression to
// arithmeticFactor of OGC 21-065r2, annex B): each pair is one tree.
func TestPrecedence(t *testing.T) {
	for _, pair := range [][2]string{
		{"a=1 OR b=2 AND NOT c=3", "(a=1) OR ((b=2) AND (NOT (c=3)))"},
		{"NOT a=1 AND b=2", "(NOT (a=1)) AND (b=2)"},
		{"a BETWEEN 1 AND 2 AND b=1", "(a BETWEEN 1 AND 2) AND (b=1)"},
		{"a=1 AND (b=1 AND c=1) AND d=1", "a=1 AND b=1 AND c=1 AND d=1"},
		{"(a=1 OR b=1) OR c=1", "a=1 OR (b=1 OR c=1)"},
		{"a-b-c > 0", "((a-b)-c) > 0"},
		{"a/b*c % d div e > 0", "((((a/b)*c) % d) div e) > 0"},
		{"a+b*c^2 < 1", "(a+(b*(c^2))) < 1"},
		{"-2^2 = 4", "(-2)^2 = 4"},
		{"-a = +3", "(-1 * a) = 3"},
		{"a - -1 > 0", "a-(-1) > 0"},
		{"casei ( \"A\" ) like 'x'", "CASEI(A) LIKE 'x'"},
		{"date = DATE('2026-01-02')", "\"date\" = date ( '2026-01-02' )"},
		{"point IS NULL AND interval=1", `"point" IS NULL AND "interval" = 1`},
	} {
		var trees [2]Node
		for i, f := range pair {
			var err error
			if trees[i], err = Parse(f); err != nil {
				t.Fatalf("%s: %v", f, err)
			}
		}
		if a, b := fmt.Sprint(Text(trees[0])), fmt.Sprint(Text(trees[1])); a != b {
			t.Errorf("%s is %s, not %s", pair[0], a, b)
		}
		back(t, trees[0])
	}
}
