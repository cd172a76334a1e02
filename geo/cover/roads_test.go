package cover_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
	"atlante/geo/travel"
)

// onRoads are fixed times that know roads: minutes between cells, both ways, and
// which points are far from every road or not on them at all.
type onRoads struct {
	fixed
	road     map[[2]orb.Point]float64
	far      map[orb.Point]bool
	bare     map[orb.Point]bool
	external map[orb.Point]float64 // minutes to a target in no comune
}

func (r onRoads) Nearest(ctx context.Context, origins []travel.Origin, targets []travel.Target, m geo.Mode) ([]travel.Two, error) {
	inside := slices.DeleteFunc(slices.Clone(targets), func(t travel.Target) bool { return t.Comune == "" })
	out, err := r.fixed.Nearest(ctx, origins, inside, m)
	if err != nil {
		return nil, err
	}
	for i, o := range origins {
		two := &out[i]
		two.WalkOnly, two.Estimated = r.far[o.Point], r.bare[o.Point]
		if r.far[o.Point] {
			two.SnapMetres = 2500
		}
		if minutes, ok := r.external[o.Point]; ok && len(inside) < len(targets) && (two.First == travel.None || minutes < two.FirstMinutes) {
			beyond := int32(slices.IndexFunc(targets, func(t travel.Target) bool { return t.Comune == "" }))
			two.Second, two.SecondMinutes = two.First, two.FirstMinutes
			two.First, two.FirstMinutes = beyond, minutes
		}
	}
	return out, nil
}

// Links gives the pairs asked for that are joined by a road within the limit.
func (r onRoads) Links(_ context.Context, origins []travel.Origin, _ geo.Mode, within float64) ([]travel.Link, error) {
	var out []travel.Link
	for a := range origins {
		for b := a + 1; b < len(origins); b++ {
			for _, key := range [][2]orb.Point{{origins[a].Point, origins[b].Point}, {origins[b].Point, origins[a].Point}} {
				if m, ok := r.road[key]; ok && m <= within {
					out = append(out, travel.Link{A: int32(a), B: int32(b), Minutes: m})
				}
			}
		}
	}
	return out, nil
}

// valley is a mountain comune of 100 people in each of so many cells around its
// seat, all an hour from the only desk, and no roads yet.
func valley(t *testing.T, rings int) (cover.Input, []cover.Cell, *onRoads) {
	t.Helper()
	c, cells := small(t, "001001", 0, orb.Point{7.3, 45.2}, rings)
	in := cover.Input{
		Cells: cells, Kinds: []geo.Kind{desk}, Model: cover.ModelRoads, Parameters: cover.DefaultParameters(),
		Places: []geo.Place{hamlet(1, c.ID, c.Seat, geo.StatusActive)},
	}
	in.Parameters.Gaps.MinResidents = 1
	r := &onRoads{
		fixed: fixed{map[geo.Mode]map[orb.Point][]float64{geo.ModeCar: {}, geo.ModeFoot: {}}},
		road:  map[[2]orb.Point]float64{}, far: map[orb.Point]bool{}, bare: map[orb.Point]bool{}, external: map[orb.Point]float64{},
	}
	in.Times = r
	return in, cells, r
}

// settle puts people of a comune into a cell.
func settle(in *cover.Input, r *onRoads, c geo.ComuneID, cell cover.Cell, residents int, minutes ...float64) {
	in.Residents = append(in.Residents, cover.CellResidents{Cell: cell.ID, Comune: c, Residents: residents})
	r.minutes[geo.ModeCar][cell.Centre] = minutes
	r.minutes[geo.ModeFoot][cell.Centre] = minutes
	i := slices.IndexFunc(in.Comuni, func(x geo.Comune) bool { return x.ID == c })
	if i < 0 {
		in.Comuni = append(in.Comuni, geo.Comune{ID: c, Name: "Comune " + string(c), Zone: 1, AltimetricZone: geo.AltimetricMountain,
			MountainClass: "T", SNAI: "F", Seat: cell.Centre})
		i = len(in.Comuni) - 1
	}
	in.Comuni[i].Residents += residents
	for k := range in.Cells {
		if in.Cells[k].ID == cell.ID {
			in.Cells[k].Owner = c
		}
	}
}

// mountainGaps of the current scenario.
func mountainGaps(r cover.Result) []cover.Gap {
	var out []cover.Gap
	for _, g := range r.Gaps {
		if g.Scenario == cover.ScenarioCurrent && g.Territory == geo.TerritoryMountain {
			out = append(out, g)
		}
	}
	return out
}

func residentsOf(gaps []cover.Gap) []int {
	var out []int
	for _, g := range gaps {
		out = append(out, g.Residents)
	}
	return out
}

// Two hamlets side by side with a ridge between them are two areas; two that are
// six steps apart on one road are one.
func TestAreasFollowRoadsNotDistance(t *testing.T) {
	in, cells, r := valley(t, 6)
	last := cells[len(cells)-1] // six steps from the first
	settle(&in, r, "001001", cells[0], 100, 60)
	settle(&in, r, "001001", cells[1], 200, 60)
	settle(&in, r, "001001", last, 400, 60)
	r.road[[2]orb.Point{cells[0].Centre, last.Centre}] = 10
	r.road[[2]orb.Point{cells[0].Centre, cells[1].Centre}] = 10.1
	got := compute(t, in)
	noViolations(t, in, got)
	if gaps := mountainGaps(got); !slices.Equal(residentsOf(gaps), []int{500, 200}) {
		t.Errorf("areas of %v residents", residentsOf(gaps))
	}
	in.Parameters.Gaps.LinkMinutes = 11
	if gaps := mountainGaps(compute(t, in)); !slices.Equal(residentsOf(gaps), []int{700}) {
		t.Errorf("with 11 minutes areas of %v residents", residentsOf(gaps))
	}
	in.Times, in.Model = r.fixed, cover.ModelEstimate // knows no road: three steps
	if gaps := mountainGaps(compute(t, in)); !slices.Equal(residentsOf(gaps), []int{400, 300}) {
		t.Errorf("without roads areas of %v residents", residentsOf(gaps))
	}
}

// Where the estimate stands in for the roads three steps hold as without roads.
func TestCellsWithoutRoadsAreJoinedByTheirDistance(t *testing.T) {
	in, cells, r := valley(t, 6)
	settle(&in, r, "001001", cells[0], 100, 60)
	settle(&in, r, "001001", cells[1], 200, 60)
	r.bare[cells[0].Centre] = true
	got := compute(t, in)
	gaps := mountainGaps(got)
	if !slices.Equal(residentsOf(gaps), []int{300}) || gaps[0].Model != cover.ModelRoads || gaps[0].Confidence != cover.Confirmed {
		t.Errorf("%+v", gaps)
	}
	want := []cover.StoodIn{{Mode: geo.ModeCar, Cells: 1, Of: 2, Residents: 100, OfPeople: 300}, {Mode: geo.ModeFoot, Cells: 1, Of: 2, Residents: 100, OfPeople: 300}}
	if !slices.Equal(got.Stood, want) {
		t.Errorf("stood in %+v", got.Stood)
	}
	in.Synthetic = true
	if gaps := mountainGaps(compute(t, in)); !gaps[0].Synthetic || gaps[0].Confidence != cover.Provisional {
		t.Errorf("on roads that nobody built: %+v", gaps[0])
	}
	r.bare[cells[1].Centre] = true
	if gaps := mountainGaps(compute(t, in)); gaps[0].Model != cover.ModelEstimate || gaps[0].Confidence != cover.Provisional {
		t.Errorf("all of it estimated: %s, %s", gaps[0].Model, gaps[0].Confidence)
	}
	// Minutes that are the estimate's are as unsure as it is, not as roads are.
	in.Estimate = unsure{r.fixed}
	if g := mountainGaps(compute(t, in))[0]; !near(*g.MinutesLow, 60*math.Exp(-0.4)) || !near(*g.MinutesHigh, 60*math.Exp(0.4)) {
		t.Errorf("estimated, between %v and %v", *g.MinutesLow, *g.MinutesHigh)
	}
	clear(r.bare)
	if g := mountainGaps(compute(t, in))[0]; !near(*g.MinutesLow, 60*math.Exp(-0.2)) || !near(*g.MinutesHigh, 60*math.Exp(0.2)) {
		t.Errorf("on roads, between %v and %v", *g.MinutesLow, *g.MinutesHigh)
	}
}

// unsure are fixed times that are twice as unsure.
type unsure struct{ fixed }

func (unsure) Sigma(geo.AltimetricZone) float64 { return 0.4 }

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// Four settlements on one road, too many people for one area: the longest stretch
// of road is the weakest link.
func TestAnAreaIsSplitWhereTheRoadIsLongest(t *testing.T) {
	in, cells, r := valley(t, 2)
	for i := range 4 {
		settle(&in, r, "001001", cells[3*i], 3000, 60)
	}
	for i, minutes := range []float64{3, 9, 4} {
		r.road[[2]orb.Point{cells[3*i].Centre, cells[3*i+3].Centre}] = minutes
	}
	got := compute(t, in)
	noViolations(t, in, got)
	gaps := mountainGaps(got)
	if !slices.Equal(residentsOf(gaps), []int{6000, 6000}) {
		t.Fatalf("areas of %v residents", residentsOf(gaps))
	}
	pair := []hex.Cell{cells[0].ID, cells[3].ID}
	slices.Sort(pair)
	if !slices.Equal(gaps[0].Cells, pair) && !slices.Equal(gaps[1].Cells, pair) {
		t.Errorf("%v and %v", gaps[0].Cells, gaps[1].Cells)
	}
}

// The upper end of the range follows roads as well, over a set of its own: the
// rim hangs on the named area through another of the rim.
func TestResidentsHighFollowsRoads(t *testing.T) {
	in, cells, r := valley(t, 6)
	in.Parameters.Gaps.MinResidents = 200
	settle(&in, r, "001001", cells[0], 400, 60)
	settle(&in, r, "001001", cells[50], 30, 29)
	settle(&in, r, "001001", cells[100], 7, 29)
	settle(&in, r, "001001", cells[1], 5, 29) // beside it, without a road between
	r.road[[2]orb.Point{cells[0].Centre, cells[50].Centre}] = 8
	r.road[[2]orb.Point{cells[50].Centre, cells[100].Centre}] = 8
	if g := mountainGaps(compute(t, in))[0]; g.Residents != 400 || g.ResidentsLow != 400 || g.ResidentsHigh != 437 {
		t.Errorf("%d–%d–%d", g.ResidentsLow, g.Residents, g.ResidentsHigh)
	}
}

func TestWhoWalksToTheRoadIsMarked(t *testing.T) {
	in, cells, r := valley(t, 2)
	settle(&in, r, "001001", cells[0], 300, 60)
	settle(&in, r, "001001", cells[1], 100, 75)
	settle(&in, r, "001001", cells[2], 50, 20)
	r.far[cells[1].Centre], r.far[cells[2].Centre] = true, true
	r.road[[2]orb.Point{cells[0].Centre, cells[1].Centre}] = 5
	got := compute(t, in)
	noViolations(t, in, got)
	g := mountainGaps(got)[0]
	f := figure(t, got, cover.ScenarioCurrent, "desk", cover.Area{Kind: cover.AreaComune, ID: "001001", Territory: geo.TerritoryAll})
	if g.Residents != 400 || g.WalkOnly != 100 || f.WalkOnly != 150 || f.Counts[3].Within != 50 || f.Counts[3].Beyond != 400 {
		t.Errorf("%d of the %d residents of the gap walk, %d of the comune, %+v", g.WalkOnly, g.Residents, f.WalkOnly, f.Counts[3])
	}
	reach, _ := got.Views[0].Reach(geo.ModeCar)
	for i, c := range got.Cells {
		at := reach.At(i)
		if far := r.far[must(c.ID.Centre())]; (at.State == cover.StateWalkOnly) != far || (at.SnapMetres > 2000) != far {
			t.Errorf("%s: %+v", c.ID, at)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// If the nearest place closes, who goes there goes to his second.
func TestWhatIsLeftIfTheNearestCloses(t *testing.T) {
	in, cells, r := valley(t, 2)
	for i, name := range []string{"Uno", "Due", "Tre"} {
		p := hamlet(byte(i+1), "001001", cells[i].Centre, geo.StatusActive)
		p.Name = name
		in.Places = append(in.Places[:i], p)
	}
	settle(&in, r, "001001", cells[0], 300, 40, 70, 90)
	settle(&in, r, "001001", cells[1], 250, 60, 80, 55)
	settle(&in, r, "001001", cells[2], 10, 41, 65, 66)
	r.road[[2]orb.Point{cells[0].Centre, cells[1].Centre}], r.road[[2]orb.Point{cells[0].Centre, cells[2].Centre}] = 3, 3
	g := mountainGaps(compute(t, in))[0]
	// 300 at 70 with Due, 250 stay at 55 with Tre, 10 at 65 with Due: the half of
	// 560 is reached at 70.
	if g.NearestName != "Uno" || g.SecondName != "Due" || g.SecondMinutes == nil || *g.SecondMinutes != 70 || g.SecondComuneName != "Comune 001001" {
		t.Errorf("%s, then %s at %v", g.NearestName, g.SecondName, g.SecondMinutes)
	}
	in.Places = in.Places[:1]
	for _, c := range cells[:3] {
		r.minutes[geo.ModeCar][c.Centre] = r.minutes[geo.ModeCar][c.Centre][:1]
	}
	if g := mountainGaps(compute(t, in))[0]; g.Nearest == nil || g.Second != nil || g.SecondMinutes != nil {
		t.Errorf("the only one: %v, %v", g.Second, g.SecondMinutes)
	}
}
