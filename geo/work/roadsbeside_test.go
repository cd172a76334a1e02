package work_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// Roads that are imported beside a running service turn its times from estimates
// into ways along them, a place beyond the border is a figure of its own, and
// without roads everything is as it was: nothing is started anew, and nobody is
// lost on the way.
func TestRoadsBesideARunningService(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	publishing(t, s, 0)
	before := firstGap(t, s)
	if !strings.Contains(before.it, "stima") || before.gap.Model != cover.ModelEstimate {
		t.Errorf("%+v", before)
	}

	briancon := orb.Point{6.643, 44.899}
	out := layRoads(t, s, roadTree(append(seats(t, s), briancon)...))
	p := untilFresh(t, s, 1)
	if p.Model != cover.ModelRoads || p.Graph == nil || p.Graph.ID != out.Version.ID || p.Graph.Checksum != out.Version.Checksum ||
		p.Graph.ProfileHash == "" || p.Graph.Synthetic || p.RoadsVersion == 0 {
		t.Fatalf("%+v", p)
	}
	wholeOf(t, s, cover.ModelRoads)
	compared(t, s)
	along := firstGap(t, s)
	if along.gap.Model != cover.ModelRoads || along.gap.Confidence != cover.Confirmed || strings.Contains(along.it, "stima") {
		t.Errorf("%+v", along)
	}
	history(t, s, before.gap.ID)

	beyond(t, s, briancon, p.ID)

	if changed, err := s.RetireGraph(t.Context()); err != nil || !changed {
		t.Fatal(changed, err)
	}
	latest, err := s.Publication(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p = untilFresh(t, s, latest.ID)
	if p.Model != cover.ModelEstimate || p.Graph != nil {
		t.Fatalf("%+v", p)
	}
	wholeOf(t, s, cover.ModelEstimate)
	if _, err := s.Comparison(t.Context()); err == nil {
		t.Error("an estimate is compared with no roads")
	}
	after := firstGap(t, s)
	if after.gap.Model != cover.ModelEstimate || after.gap.Residents != before.gap.Residents || after.it != before.it {
		t.Errorf("%s\n%s", before.it, after.it)
	}
}

type sentence struct {
	gap cover.Gap
	it  string
}

// firstGap is the most severe area without a portineria, and its sentence.
func firstGap(t *testing.T, s *postgis.Store) sentence {
	t.Helper()
	k := kindOf(t, s, "portineria")
	gaps, _, err := s.Gaps(t.Context(), cover.GapFilter{Kinds: []geo.KindID{k.ID}, Page: geo.Page{Limit: 1}})
	if err != nil || len(gaps) == 0 {
		t.Fatal("no gaps: ", err)
	}
	return sentence{gaps[0], cover.Reason(gaps[0], k, "it")}
}

// wholeOf checks all rules, and that what was published is of the model.
func wholeOf(t *testing.T, s *postgis.Store, m cover.Model) {
	t.Helper()
	for _, f := range faults(t, s) {
		t.Errorf("%s: %s", m, f)
	}
	conn := geotest.Login(t, s)
	roads := m == cover.ModelRoads
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.gap WHERE model <> $1 AND publication = (SELECT max(id) FROM atlante.publication)`, string(m)); n != 0 {
		t.Errorf("%d gaps of another model", n)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.cell_times WHERE (snap IS NOT NULL) <> $1
		AND publication = (SELECT max(id) FROM atlante.publication)`, roads); n != 0 {
		t.Errorf("%d cells that do not know their road, or know one where there is none", n)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.cell_time WHERE state = 'walk_only'
		AND publication = (SELECT max(id) FROM atlante.publication)`); (n > 0) != roads {
		t.Errorf("%d cells are reached on foot only, roads: %v", n, roads)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.cell_time WHERE (state = 'walk_only') <> (snap > 2000)
		AND state IN ('ok', 'walk_only') AND publication = (SELECT max(id) FROM atlante.publication)`); n != 0 {
		t.Errorf("%d cells walk though a road is near, or do not though none is", n)
	}
}

// compared looks at the estimate beside the roads.
func compared(t *testing.T, s *postgis.Store) {
	t.Helper()
	c, err := s.Comparison(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Constants) == 0 || len(c.Agreement) == 0 || len(c.Stood) != 2 {
		t.Fatalf("%+v", c)
	}
	for _, k := range c.Constants {
		if k.Pairs == 0 || k.Sigma <= 0 {
			t.Errorf("%+v", k)
		}
	}
}

// history of an area that both models know.
func history(t *testing.T, s *postgis.Store, id string) {
	t.Helper()
	h, err := s.GapHistory(t.Context(), id, cover.ScenarioCurrent)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(h.Moments); n != 2 || h.Moments[0].Model != cover.ModelEstimate || h.Moments[0].Graph != 0 || h.Moments[0].Publication != 1 {
		t.Fatalf("%+v", h)
	}
	last := h.Moments[1]
	if !last.Ended && (last.Model != cover.ModelRoads || last.Graph == 0) || last.Ended && len(h.Children) == 0 {
		t.Errorf("%+v, children %v", last, h.Children)
	}
}

// beyond brings a portineria beyond the border: nothing of today changes, and
// with it those who live near the border have one.
func beyond(t *testing.T, s *postgis.Store, at orb.Point, publication int64) {
	t.Helper()
	const claviere = "001087"
	current := figureOf(t, s, cover.ScenarioCurrent, claviere)
	const file = "tipo,nome,comune,lat,lon,oltre_confine\nportineria,Conciergerie,Briançon,44.899,6.643,sì\n"
	mustImport(t, s, "oltre.csv", file, geo.PlaceChanges{New: 1})
	mustImport(t, s, "oltre.csv", file, geo.PlaceChanges{Same: 1})
	untilFresh(t, s, publication)
	wholeOf(t, s, cover.ModelRoads)
	if now := figureOf(t, s, cover.ScenarioCurrent, claviere); now != current {
		t.Errorf("%+v, it was %+v", now, current)
	}
	with := figureOf(t, s, cover.ScenarioExternal, claviere)
	if current.within != 0 || with.within != with.residents || with.scenario != cover.ScenarioExternal {
		t.Errorf("without %+v, with %+v", current, with)
	}
	if torino := figureOf(t, s, cover.ScenarioExternal, "001272"); torino.within != figureOf(t, s, cover.ScenarioCurrent, "001272").within {
		t.Error("a place in Briançon serves Torino")
	}
	places, _, err := s.Places(t.Context(), geo.PlaceFilter{Q: "Conciergerie"})
	if err != nil || len(places) != 1 || !places[0].External || places[0].Locality != "Briançon" || places[0].Position.Lat() != at.Lat() {
		t.Errorf("%+v, %v", places, err)
	}
}

type counted struct {
	scenario          cover.Scenario
	residents, within int
}

// figureOf a comune: who has a portineria within the threshold.
func figureOf(t *testing.T, s *postgis.Store, sc cover.Scenario, comune string) counted {
	t.Helper()
	figures, err := s.Figures(t.Context(), cover.FigureFilter{Kinds: []geo.KindID{"portineria"}, Scenario: sc, Area: cover.AreaComune, AreaID: comune})
	if err != nil || len(figures) != 1 {
		t.Fatal(len(figures), err)
	}
	n, _ := figures[0].At(0)
	return counted{figures[0].Scenario, figures[0].Residents, n.Within}
}
