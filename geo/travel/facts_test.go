package travel_test

import (
	"testing"

	"atlante/geo"
	"atlante/geo/ingest/facts"
	"atlante/geo/travel"
)

// territory are the embedded facts: 312 comuni, 23 valleys, 4 passes.
type territory struct {
	comuni  []geo.Comune
	valleys []geo.Valley
	passes  []geo.Pass
	byName  map[string]geo.Comune
}

func readFacts(t testing.TB) territory {
	t.Helper()
	var f territory
	var err error
	if f.comuni, err = facts.Comuni(); err != nil {
		t.Fatal(err)
	}
	if f.valleys, err = facts.Valleys(); err != nil {
		t.Fatal(err)
	}
	if f.passes, err = facts.Passes(); err != nil {
		t.Fatal(err)
	}
	f.byName = map[string]geo.Comune{}
	for _, c := range f.comuni {
		f.byName[c.Name] = c
	}
	return f
}

func (f territory) estimate(t testing.TB, p travel.Parameters) *travel.Estimate {
	t.Helper()
	e, err := travel.NewEstimate(f.comuni, f.valleys, f.passes, p)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
