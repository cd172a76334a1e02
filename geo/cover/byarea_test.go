package cover_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/cover"
)

// cer serves by area and its list is no survey; bus goes to the people.
var (
	cer = geo.Kind{ID: "cer", NameIT: "CER", NameEN: "CER", ByArea: true, Completeness: "not_surveyed",
		ModeMountain: geo.ModeArea, ModeElse: geo.ModeArea, Position: 2}
	bus = geo.Kind{ID: "bus", NameIT: "Sportello mobile", NameEN: "Desk on wheels", ByArea: true, Itinerant: true, Completeness: "complete",
		ModeMountain: geo.ModeArea, ModeElse: geo.ModeArea, Position: 3}
)

func serving(serial byte, k geo.Kind, status geo.OperatingStatus, area ...geo.ComuneID) geo.Place {
	return geo.Place{ID: uuid.UUID{14: 9, 15: serial}, Kind: k.ID, Name: "Chi serve", Status: status, ServiceArea: area}
}

// parishes are four mountain comuni of zone 1 with 100, 200, 300 and 400 people,
// each in one cell and close to the others.
func parishes(t *testing.T) cover.Input {
	t.Helper()
	in, cells, r := valley(t, 6)
	in.Kinds = []geo.Kind{cer}
	for i := range 4 {
		settle(&in, r, geo.ComuneID("00100"+itoa(i+1)), cells[30*i], 100*(i+1), 60)
	}
	in.Times, in.Model, in.Places = r.fixed, cover.ModelEstimate, nil
	in.Parameters.Gaps.LinkRings = 12
	return in
}

// METRICS, "Underserved mountain areas", 7: known to lie outside is a gap,
// unknown never is; the unit is the comune.
func TestGapsOfAKindByArea(t *testing.T) {
	in := parishes(t)
	in.Places = []geo.Place{serving(1, cer, geo.StatusActive, "001001"), serving(2, cer, geo.StatusPlanned, "001003")}
	in.Places[0].MayReach = []geo.ComuneID{"001002"}
	r := compute(t, in)
	noViolations(t, in, r)
	gaps := mountainGaps(r)
	if len(gaps) != 1 {
		t.Fatalf("%+v", gaps)
	}
	g := gaps[0]
	if g.ID != "g-cer-1" || g.Residents != 700 || !slices.Equal(g.Comuni, []geo.ComuneID{"001004", "001003"}) || g.Severity != 700 || g.Rank != 1 {
		t.Errorf("%+v", g)
	}
	// Nobody knows of the 200: they may be outside as well.
	if g.ResidentsLow != 700 || g.ResidentsHigh != 900 || g.MedianMinutes != nil || g.Nearest != nil || g.Threshold != 0 || g.Mode != geo.ModeArea {
		t.Errorf("%d–%d–%d, %+v", g.ResidentsLow, g.Residents, g.ResidentsHigh, g)
	}
	if g.Confidence != cover.Provisional || g.Why != cover.WhyNotServed || g.Itinerant != cover.VisitsUnsaid {
		t.Errorf("%s, %s, %q", g.Confidence, g.Why, g.Itinerant)
	}
	want := cover.GapBalance{Scenario: cover.ScenarioCurrent, Territory: geo.TerritoryMountain, Kind: "cer", Within: 100, Beyond: 700, Unknown: 200, Named: 700}
	if b := r.Balances[0]; b != want || b.Lost() != 0 {
		t.Errorf("%+v", b)
	}
	planned := slices.IndexFunc(r.Gaps, func(g cover.Gap) bool {
		return g.Scenario == cover.ScenarioPlanned && g.Territory == geo.TerritoryMountain
	})
	if p := r.Gaps[planned]; p.ID != "g-cer-1" || p.Residents != 400 {
		t.Errorf("with the planned one: %s of %d", p.ID, p.Residents)
	}
	in.Kinds = []geo.Kind{cer}
	in.Kinds[0].Completeness = "complete"
	if g := mountainGaps(compute(t, in))[0]; g.Confidence != cover.Confirmed {
		t.Errorf("from a whole list: %s", g.Confidence)
	}
}

// None registered is not none, by area as well.
func TestAKindByAreaOfWhichNoneIsRegistered(t *testing.T) {
	in := parishes(t)
	r := compute(t, in)
	noViolations(t, in, r)
	if b := r.Balances[0]; len(r.Gaps) != 0 || b.Unknown != 1000 {
		t.Errorf("%d gaps, %+v", len(r.Gaps), b)
	}
	in.Kinds = []geo.Kind{bus}
	if r := compute(t, in); len(mountainGaps(r)) != 1 || mountainGaps(r)[0].Residents != 1000 || len(r.WholeAreas) == 0 {
		t.Errorf("a whole list of nobody: %+v, %+v", mountainGaps(r), r.WholeAreas)
	}
}

// A comune is never cut by area, however many people live in it.
func TestAComuneIsNeverCutByArea(t *testing.T) {
	in, cells, r := valley(t, 6)
	in.Kinds, in.Places = []geo.Kind{bus}, nil
	in.Times, in.Model = r.fixed, cover.ModelEstimate
	for i := range 4 {
		settle(&in, r, "001001", cells[30*i], 4000, 60) // hamlets far apart
	}
	settle(&in, r, "001002", cells[1], 3000, 60)
	got := compute(t, in)
	noViolations(t, in, got)
	if gaps := mountainGaps(got); !slices.Equal(residentsOf(gaps), []int{16_000, 3000}) {
		t.Errorf("areas of %v residents", residentsOf(gaps))
	}
}

// A sentence may say that no itinerant service reaches people only where there is
// a kind of that sort and it is known not to serve them.
func TestWhetherItinerantServicesReachAGap(t *testing.T) {
	for name, x := range map[string]struct {
		kinds  []geo.Kind
		places []geo.Place
		list   string // of bus
		want   cover.Visits
	}{
		"there is no such kind":              {[]geo.Kind{cer}, []geo.Place{serving(1, cer, geo.StatusActive, "001002")}, "complete", cover.VisitsUnsaid},
		"the whole list serves others":       {[]geo.Kind{bus}, []geo.Place{serving(1, bus, geo.StatusActive, "001002")}, "complete", cover.VisitsNone},
		"an open list serves others":         {[]geo.Kind{bus}, []geo.Place{serving(1, bus, geo.StatusActive, "001002")}, "not_surveyed", cover.VisitsNoneYet},
		"it serves them":                     {[]geo.Kind{bus}, []geo.Place{serving(1, bus, geo.StatusActive, "001001")}, "complete", cover.VisitsSome},
		"it will":                            {[]geo.Kind{bus}, []geo.Place{serving(1, bus, geo.StatusPlanned, "001001")}, "complete", cover.VisitsNone},
		"none is registered, in an open one": {[]geo.Kind{bus}, nil, "not_surveyed", cover.VisitsSome},
	} {
		t.Run(name, func(t *testing.T) {
			in := parishes(t)
			for i := range x.kinds {
				if x.kinds[i].Itinerant {
					x.kinds[i].Completeness = x.list
				}
			}
			in.Kinds = append(x.kinds, desk)
			in.Places = append(x.places, hamlet(7, "001001", in.Comuni[0].Seat, geo.StatusActive))
			in.Parameters.Gaps.LinkRings = 0 // each comune an area of its own
			in.Parameters.Gaps.MinResidents = 100
			gaps := slices.DeleteFunc(mountainGaps(compute(t, in)), func(g cover.Gap) bool { return g.Kind != "desk" || g.Comuni[0] != "001001" })
			if len(gaps) != 1 || gaps[0].Itinerant != x.want {
				t.Errorf("%d gaps, %q, want %q", len(gaps), gaps[0].Itinerant, x.want)
			}
		})
	}
}
