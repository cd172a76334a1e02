package cql2

import (
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// seeds are the filters of the standard and those of the messages.
func seeds(t testing.TB) (texts, documents []string) {
	for _, e := range standard(t) {
		texts = append(texts, e.texts...)
		documents = append(documents, e.json)
	}
	for _, f := range wrong {
		if strings.HasPrefix(f, "{") {
			documents = append(documents, f)
		} else {
			texts = append(texts, f)
		}
	}
	return texts, documents
}

func FuzzText(f *testing.F) {
	texts, _ := seeds(f)
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		lawful(t, s, n, err)
	})
}

func FuzzJSON(f *testing.F) {
	_, documents := seeds(f)
	for _, s := range documents {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := ParseJSON(b)
		lawful(t, string(b), n, err)
	})
}

// lawful is what any filter must come to: a sound refusal, or a tree within the
// limits, of finite numbers, that both printers lead back to. It tells which.
func lawful(t testing.TB, filter string, n Node, err error) bool {
	if err != nil {
		sound(t, filter, err)
		return false
	}
	if depth(n) > MaxDepth || nodes(n) > MaxNodes {
		t.Fatalf("%q: depth %d, %d nodes", filter, depth(n), nodes(n))
	}
	Walk(n, func(n Node) bool {
		switch n := n.(type) {
		case Number:
			finite(t, filter, float64(n))
		case Box:
			finite(t, filter, n.Min[0], n.Min[1], n.Max[0], n.Max[1])
		case Geometry:
			b := n.Bound()
			finite(t, filter, b.Min[0], b.Min[1], b.Max[0], b.Max[1])
			if b.IsEmpty() || n.Geometry == orb.Geometry(nil) {
				t.Fatalf("%q: an empty geometry", filter)
			}
		}
		return true
	})
	back(t, n)
	return true
}

func finite(t testing.TB, filter string, all ...float64) {
	for _, f := range all {
		if math.IsNaN(f) || math.IsInf(f, 0) {
			t.Fatalf("%q: %v", filter, f)
		}
	}
}

// TestMutations reads 20,000 filters that differ from good and bad ones by a few
// bytes or pieces, half of them text and half JSON; 1,000,000 with ATLANTE_SOAK=1.
// The seed is fixed, so that a failure comes again.
func TestMutations(t *testing.T) {
	executions := 20_000
	if os.Getenv("ATLANTE_SOAK") == "1" {
		executions = 1_000_000
	}
	texts, documents := seeds(t)
	m := &mutator{rand.New(rand.NewPCG(21, 65))}
	taken := [2]int{}
	for i := range executions {
		if i%2 == 0 {
			s := m.mutate(texts)
			n, err := Parse(s)
			if lawful(t, s, n, err) {
				taken[0]++
			}
			continue
		}
		s := m.mutate(documents)
		n, err := ParseJSON([]byte(s))
		if lawful(t, s, n, err) {
			taken[1]++
		}
	}
	t.Logf("%d executions: %d texts and %d documents were taken", executions, taken[0], taken[1])
	// A mutator that only makes rubbish tries nothing behind the lexer.
	if min(taken[0], taken[1]) < executions/50 {
		t.Errorf("of %d filters only %v were taken: the mutations are too rough", executions, taken)
	}
}

// mutator changes filters a little.
type mutator struct{ *rand.Rand }

// pieces are put in: what the languages are made of, and what breaks readers.
var pieces = strings.Fields(`( ) [ ] { } , : ; ' " '' \ \' \u0000 \ud800 AND OR NOT LIKE BETWEEN IN IS NULL TRUE FALSE DIV CASEI( DATE('2026-01-01') ` +
	`TIMESTAMP('2026-01-01T00:00:00Z') INTERVAL('..',a) POINT(1 LINESTRING EMPTY Z BBOX(1,2,3,4) S_INTERSECTS( + - * / % ^ = <> < >= 0 -0 .5 1e308 1e-320 1e999 NaN ` +
	`à 🏔 "op" "args" "property" {"property":"a"} {"bbox":[1,2,3,4]} "interval" null true [[0,0],[1,1]] {"op":"not","args":[ ]}`)

func (m *mutator) mutate(from []string) string {
	s := from[m.IntN(len(from))]
	for range m.IntN(4) {
		at := m.IntN(len(s) + 1)
		till := min(len(s), at+m.IntN(12))
		switch m.IntN(8) {
		case 0:
			s = s[:at] + s[till:]
		case 1:
			s = s[:at] + pieces[m.IntN(len(pieces))] + s[at:]
		case 2:
			s = s[:at] + " " + pieces[m.IntN(len(pieces))] + " " + s[till:]
		case 3:
			s = s[:at] + s[at:till] + s[at:]
		case 4:
			s = s[:at] + string([]byte{byte(m.IntN(256))}) + s[till:]
		case 5:
			other := from[m.IntN(len(from))]
			s = s[:at] + other[m.IntN(len(other)+1):]
		case 6:
			s = "(" + s + ") AND NOT (" + from[m.IntN(len(from))] + ")"
		case 7:
			s = s[:at] + strings.Repeat(s[at:till], m.IntN(200)) + s[till:]
		}
	}
	return s
}
