package cover_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/travel"
)

// Access of the toy, reckoned by hand. By car to the first place 10, 30 and 40
// minutes for 100, 200 and 300 people of the mountain comune, to the second 20, 45
// and 41; on foot to the first 15 for 100 and 16 for 250 people of the plain one.
func TestAccessReckonedByHand(t *testing.T) {
	in, _ := toy(t)
	r := compute(t, in)
	r1 := 1 / (100 + 0.68*200 + 0.22*300 + 100 + 0.68*250)
	r2 := 1 / (0.68*100 + 0.22*200 + 0.22*300)
	mountain := []float64{r1 + 0.68*r2, 0.68*r1 + 0.22*r2, 0.22*r1 + 0.22*r2}
	plain := []float64{r1, 0, 0.68 * r1}
	level := (100*mountain[0] + 200*mountain[1] + 300*mountain[2]) / 600
	levelPlain := (100*plain[0] + 250*plain[2]) / 400
	gini := func(people, access []float64) float64 {
		sum, all, total := 0.0, 0.0, 0.0
		for i, p := range people {
			all, total = all+p, total+p*access[i]
			for j, q := range people {
				sum += p * q * math.Abs(access[i]-access[j])
			}
		}
		return sum / (2 * all * total)
	}
	near := func(name string, got *float64, want float64) {
		t.Helper()
		if got == nil || math.Abs(*got-want) > 1e-9 {
			t.Errorf("%s %v, want %g", name, got, want)
		}
	}
	of := func(k cover.AreaKind, id string) cover.Figure {
		return figure(t, r, cover.ScenarioCurrent, "desk", cover.Area{Kind: k, ID: id, Territory: geo.TerritoryAll})
	}
	near("level of the mountain comune", of(cover.AreaComune, "001001").Access, level*10_000)
	near("its Gini", of(cover.AreaComune, "001001").Gini, gini([]float64{100, 200, 300}, mountain))
	near("Gini of the plain comune", of(cover.AreaComune, "001002").Gini, gini([]float64{100, 50, 250}, plain))
	// Σ p·A is what is offered: 2 places for 1,000 people.
	near("level of all", of(cover.AreaTerritory, "").Access, 20)
	near("between the zones", of(cover.AreaTerritory, "").GiniZones, gini([]float64{600, 400}, []float64{level, levelPlain}))
	near("places within 30 minutes, of the mountain comune", of(cover.AreaComune, "001001").Reachable, 0)
	if of(cover.AreaZone, "1").GiniZones != nil {
		t.Error("a zone has no Gini of zones")
	}
	in.Kinds[0].ThresholdCar = 45
	r = compute(t, in)
	near("within 45", of(cover.AreaComune, "001001").Reachable, 2)
	in.Places = nil
	if f := compute(t, in).Figures[0]; f.Access != nil || f.Gini != nil || f.Reachable != nil {
		t.Errorf("of unknown residents: %v, %v, %v", f.Access, f.Gini, f.Reachable)
	}
	in.Kinds[0].Completeness = "complete"
	if f := compute(t, in).Figures[0]; f.Access == nil || *f.Access != 0 || f.Gini != nil || f.GiniZones != nil || *f.Reachable != 0 {
		t.Errorf("of nothing: %v, %v, %v", f.Access, f.Gini, f.Reachable)
	}
}

func TestPlacesAndWhoRunsThem(t *testing.T) {
	in, _ := toy(t)
	in.Places[0].Operator, in.Places[1].Operator = "Associazione Uno", "Associazione Uno"
	lost := hamlet(3, "001001", orb.Point{}, geo.StatusActive)
	lost.Position, lost.Name = nil, "Associazione Due"
	in.Places = append(in.Places, lost)
	in.Comuni = append(in.Comuni, geo.Comune{ID: "001003", Name: "Vuoto", Zone: 2, AltimetricZone: geo.AltimetricPlain, MountainClass: "NM"})
	r := compute(t, in)
	noViolations(t, in, r)
	for area, want := range map[cover.Area][3]int{
		{Kind: cover.AreaTerritory, Territory: geo.TerritoryAll}:            {2, 2, 1},
		{Kind: cover.AreaTerritory, Territory: geo.TerritoryMountain}:       {1, 2, 0},
		{Kind: cover.AreaZone, ID: "2", Territory: geo.TerritoryAll}:        {1, 1, 1},
		{Kind: cover.AreaComune, ID: "001001", Territory: geo.TerritoryAll}: {1, 2, 0},
		{Kind: cover.AreaComune, ID: "001003", Territory: geo.TerritoryAll}: {0, 0, 1},
	} {
		f := figure(t, r, cover.ScenarioCurrent, "desk", area)
		if got := [3]int{f.Places, f.Organizations, f.ComuniWithout}; got != want {
			t.Errorf("%+v: %v places, organizations, comuni without; want %v", area, got, want)
		}
		if d := f.OrganizationsPerTenThousand; (d == nil) != (f.Residents == 0) || d != nil && *d != float64(want[1])*10_000/float64(f.Residents) {
			t.Errorf("%+v: %v organizations per 10,000", area, d)
		}
	}
}

// allWays can tell all ways at once, in any order.
type allWays struct{ *travel.Estimate }

func (a allWays) Within(ctx context.Context, origins []travel.Origin, targets []travel.Target, m geo.Mode, limit float64,
	visit func(target, origin int32, minutes float64)) error {
	random := rand.New(rand.NewPCG(1, 2))
	for _, t := range random.Perm(len(targets)) {
		two, err := a.Nearest(ctx, origins, targets[t:t+1], m)
		if err != nil {
			return err
		}
		for _, i := range random.Perm(len(origins)) {
			if two[i].First != travel.None && two[i].FirstMinutes <= limit {
				visit(int32(t), int32(i), two[i].FirstMinutes)
			}
		}
	}
	return nil
}

// Asking for two targets at a time finds what asking for all ways finds; and who
// has a place within θ has at least one in reach.
func TestAccessIsTheSameHoweverItIsAsked(t *testing.T) {
	f := approximateTerritory(t)
	in := f.input(f.starting())
	in.Kinds = in.Kinds[:2]
	one := compute(t, in)
	in.Times = allWays{f.estimate}
	other := compute(t, in)
	for i, a := range one.Figures {
		b := other.Figures[i]
		if a.Access == nil || *a.Access != *b.Access || *a.Reachable != *b.Reachable || (a.Gini == nil) != (b.Gini == nil) || a.Gini != nil && *a.Gini != *b.Gini {
			t.Fatalf("%+v: %v and %v", a.Area, a.Access, b.Access)
		}
		n, _ := a.At(0)
		if (*a.Reachable >= 1) != (2*(n.Beyond+n.Unreachable) < n.Within+n.Beyond+n.Unreachable) {
			t.Errorf("%+v: half have %g places within θ, and %d of %d one", a.Area, *a.Reachable, n.Within, n.Residents())
		}
	}
}
