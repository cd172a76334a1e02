package work_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/registry"
)

// A place beyond the border lies outside the territory and not too far from it,
// by the real boundaries.
func TestPlacesBeyondTheBorderLieNear(t *testing.T) {
	t.Parallel()
	s := geotest.Real(t)
	const head = "tipo,nome,comune,lat,lon,oltre_confine\n"
	for _, c := range []struct{ row, says string }{
		{"portineria,Dentro,Da qualche parte,45.07,7.68,sì", "dentro i confini"},
		{"portineria,Dentro,,45.13,6.75,sì", "dentro i confini"}, // Bardonecchia
		{"portineria,Lontano,Savona,44.31,8.48,sì", "oltre i 40 km"},
	} {
		out, err := imported(t, s, "oltre.csv", head+c.row+"\n")
		if !errors.Is(err, geo.ErrInvalid) || len(out.Report.Rejects) != 1 || !strings.Contains(out.Report.Rejects[0].Reason, c.says) {
			t.Errorf("%s: %v", c.row, err)
		}
	}
	mustImport(t, s, "oltre.csv", head+"portineria,Uno,Briançon,44.899,6.643,sì\nportineria,Uno,Aosta,45.737,7.320,sì\nportineria,Dentro,Bardonecchia,45.079,6.703,no\n", geo.PlaceChanges{New: 3})
	for _, f := range faults(t, s) {
		t.Error(f)
	}
	places, _, err := s.Places(t.Context(), geo.PlaceFilter{Q: "Uno"})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range places {
		if p.External {
			n++
			r, err := s.Revision(t.Context(), p.ID, 1)
			if err != nil || !r.Content.External || r.Content.Comune != "" {
				t.Errorf("%+v, %v", r.Content, err)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d of two are beyond the border", n)
	}
}

// Whoever keeps such an entry may edit it as any other: without a comune as long as
// its pin is beyond the border, and inside once it has one.
func TestContentBeyondTheBorderIsValid(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{Geometry: true})
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := s.Kinds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ground := registry.NewGround(comuni, kinds, nil)
	briancon := geo.Place{Kind: "portineria", Name: "Conciergerie", Locality: "Briançon", Precision: geo.PrecisionExact, External: true, Status: geo.StatusActive}
	at := [2]float64{6.643, 44.899}
	briancon.Position = (*orb.Point)(&at)
	c, faults := registry.Validate(registry.FromPlace(briancon, registry.Content{}), ground)
	if len(faults) > 0 || !c.External {
		t.Error(faults, c.External)
	}
	c.Position = nil
	if _, faults := registry.Validate(c, ground); len(faults) != 1 || faults[0].Field != registry.FieldPosition {
		t.Error("without a pin: ", faults)
	}
	c.Comune = "001087"
	if c, faults := registry.Validate(c, ground); len(faults) > 0 || c.External {
		t.Error("in Claviere: ", faults, c.External)
	}
}
