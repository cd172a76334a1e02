package feature_test

import (
	"slices"
	"testing"

	"atlante/geo/feature"
	"atlante/geo/ingest/facts"
)

// TestNearNames: slips of the pen and the words of the titles lead to the fields.
func TestNearNames(t *testing.T) {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ collection, wrote, meant string }{
		{feature.Comuni, "residenti", "residents"}, {feature.Comuni, "resident", "residents"}, {feature.Comuni, "nome", "name"},
		{feature.Comuni, "zona", "zone"}, {feature.Places, "tipo", "kind"}, {feature.Gaps, "gravità", "rank"}, {feature.Cells, "minutes", "minutes_portineria"},
	} {
		of, _ := feature.ByID(feature.Collections(kinds), c.collection)
		if near := of.Near(c.wrote); !slices.Contains(near, c.meant) || len(near) > 3 {
			t.Errorf("%s: %q gives %v", c.collection, c.wrote, near)
		}
	}
	of, _ := feature.ByID(feature.Collections(kinds), feature.Comuni)
	for _, far := range []string{"", "x", "qwertyuiop", "colore"} {
		if near := of.Near(far); len(near) > 0 {
			t.Errorf("%q gives %v", far, near)
		}
	}
}
