package cql2

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// example is one filter of testdata/standard.txt.
type example struct {
	name, class string
	texts       []string
	json        string
	canonical   string // ours; empty when the filter is refused
	refused     string // the operation that is not offered
}

// standard are the example filters of OGC 21-065r2 (see the head of the file).
func standard(t testing.TB) []example {
	t.Helper()
	b, err := os.ReadFile("testdata/standard.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []example
	for _, block := range strings.Split(strings.TrimSpace(string(b)), "\n\n")[1:] {
		lines := strings.Split(block, "\n")
		var e example
		e.name, e.class, _ = strings.Cut(lines[0], " ")
		for _, l := range lines[1:] {
			if s, is := strings.CutPrefix(l, "json "); is {
				e.json = s
			} else if s, is := strings.CutPrefix(l, "= "); is {
				e.canonical = s
			} else if s, is := strings.CutPrefix(l, "! "); is {
				e.refused = s
			} else {
				e.texts = append(e.texts, strings.ReplaceAll(l, "⏎", "\n"))
			}
		}
		out = append(out, e)
	}
	return out
}

// TestStandardExamples reads every example filter of the standard as text and as
// JSON: one tree, the canonical text that we expect, and both printers lead back to
// it. Examples of classes that are not offered are refused by name.
func TestStandardExamples(t *testing.T) {
	all := standard(t)
	texts, perClass := 0, map[string]int{}
	for _, e := range all {
		texts += len(e.texts)
		perClass[e.class]++
		t.Run(e.name, func(t *testing.T) { tryExample(t, e) })
	}
	// clause6_01 to clause7_19 and example01 to example86, with the texts named alt01.
	if texts != 120 || len(all) != 109 {
		t.Errorf("%d texts of %d examples, there are 120 of 109", texts, len(all))
	}
	for _, o := range Operators() {
		if perClass[o.Class] == 0 {
			t.Errorf("class %s of %s has no example", o.Class, o.Text)
		}
	}
	t.Logf("%d texts, %d JSON documents: %v", texts, len(all), perClass)
}

func tryExample(t *testing.T, e example) {
	if e.refused != "" {
		for _, f := range e.texts {
			if _, err := Parse(f); err == nil || !strings.Contains(err.Error(), e.refused) {
				t.Errorf("%s: want a refusal of %s, got %v", f, e.refused, err)
			}
		}
		if _, err := ParseJSON([]byte(e.json)); err == nil || !strings.Contains(strings.ToUpper(err.Error()), strings.ToUpper(e.refused)) {
			t.Errorf("%s: want a refusal of %s, got %v", e.json, e.refused, err)
		}
		return
	}
	want, err := ParseJSON([]byte(e.json))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range e.texts {
		got, err := Parse(f)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("text and JSON differ:\n%s\n%s", Text(got), Text(want))
		}
	}
	if got := Text(want); got != e.canonical {
		t.Errorf("canonical text\n%s, want\n%s", got, e.canonical)
	}
	back(t, want)
}

// back holds that both printers lead to the same tree again, where they stay
// within the bytes that a filter may have.
func back(t rapid.TB, n Node) {
	t.Helper()
	if s := Text(n); len(s) <= MaxBytes {
		again, err := Parse(s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if !reflect.DeepEqual(again, n) || Text(again) != s {
			t.Fatalf("the text is read as another tree:\n%s\n%s", s, Text(again))
		}
	}
	if b := JSON(n); len(b) <= MaxBytes {
		again, err := ParseJSON(b)
		if err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if !reflect.DeepEqual(again, n) || string(JSON(again)) != string(b) {
			t.Fatalf("the document is read as another tree:\n%s\n%s", b, JSON(again))
		}
	}
}
