package cover_test

import (
	"context"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/travel"
)

// patchy are the estimate's times as a road network with holes would give them:
// comuni without roads, people who walk to the road or have no way at all, a way
// over the border, and links to the next cell.
type patchy struct{ *travel.Estimate }

func (p patchy) Nearest(ctx context.Context, origins []travel.Origin, targets []travel.Target, m geo.Mode) ([]travel.Two, error) {
	out, err := p.Estimate.Nearest(ctx, origins, targets, m)
	beyond := int32(slices.IndexFunc(targets, func(t travel.Target) bool { return t.Comune == "" }))
	for i := range out {
		two := &out[i]
		two.Estimated = origins[i].Comune[5]%3 == 0
		two.WalkOnly = i%7 == 0
		switch {
		case i%13 == 0:
			*two = travel.Two{First: travel.None, Second: travel.None}
		case beyond >= 0 && i%5 == 0:
			two.Second, two.SecondMinutes = two.First, two.FirstMinutes
			two.First, two.FirstMinutes = beyond, two.FirstMinutes/2
		}
	}
	return out, err
}

func (patchy) Links(_ context.Context, origins []travel.Origin, _ geo.Mode, within float64) ([]travel.Link, error) {
	var out []travel.Link
	for i := 1; i < len(origins); i++ {
		if m := 3 * travel.Km(origins[i-1].Point, origins[i].Point, 6371); m <= within {
			out = append(out, travel.Link{A: int32(i - 1), B: int32(i), Minutes: m})
		}
	}
	return out, nil
}

// Issue 4, "Shows" 8: conservation for every model, mode and scenario, by area
// and with places beyond the border.
func TestSumsCloseForEveryModelAndMode(t *testing.T) {
	f := approximateTerritory(t)
	beyond := f.place(70, "portineria", "Claviere", geo.StatusActive)
	beyond.External, beyond.Comune, beyond.Position = true, "", &orb.Point{6.64, 44.9}
	places := append(f.starting(), beyond, serving(1, bus, geo.StatusActive, "001001", "001002"))
	for name, x := range map[string]struct {
		model cover.Model
		foot  bool
	}{
		"estimate": {cover.ModelEstimate, false}, "roads": {cover.ModelRoads, false}, "roads, all on foot": {cover.ModelRoads, true},
	} {
		t.Run(name, func(t *testing.T) {
			in := f.input(places)
			in.Kinds = append(slices.Clone(in.Kinds), bus)
			if x.foot {
				for i := range in.Kinds {
					if !in.Kinds[i].ByArea {
						in.Kinds[i].ModeMountain, in.Kinds[i].ModeElse = geo.ModeFoot, geo.ModeFoot
					}
				}
			}
			if in.Model = x.model; x.model == cover.ModelRoads {
				in.Times, in.Estimate = patchy{f.estimate}, f.estimate
			}
			r := compute(t, in)
			noViolations(t, in, r)
			external, byArea := 0, 0
			for _, fig := range r.Figures {
				if fig.Scenario == cover.ScenarioExternal {
					external++
				}
			}
			for _, g := range r.Gaps {
				if g.Mode == geo.ModeArea {
					byArea++
				}
			}
			if (external > 0) != (x.model == cover.ModelRoads) || byArea == 0 || len(r.Balances) != len(in.Kinds)*2*2 {
				t.Errorf("%d figures with the places beyond the border, %d gaps by area, %d balances", external, byArea, len(r.Balances))
			}
			if x.model == cover.ModelRoads && !slices.ContainsFunc(r.Figures, func(f cover.Figure) bool { return f.Estimated > 0 && f.WalkOnly > 0 && f.Counts[0].Unreachable > 0 }) {
				t.Error("nobody is estimated, nor walks, nor is cut off")
			}
		})
	}
}
