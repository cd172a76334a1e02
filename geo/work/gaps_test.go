package work_test

import (
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// The gaps of the starting set can be used as they are: ranked, named, small
// enough to do something about, each with its reason.
func TestGapsCanBeUsed(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(testing.TB) *postgis.Store{"approximate": geotest.Store, "real": geotest.Real} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			kind := kindOf(t, s, "portineria")
			gaps, _, err := s.Gaps(t.Context(), cover.GapFilter{Kinds: []geo.KindID{kind.ID}})
			if err != nil {
				t.Fatal(err)
			}
			if len(gaps) < 15 {
				t.Errorf("%d gaps, expected at least 15", len(gaps))
			}
			names := map[string]string{}
			for i, g := range gaps {
				if g.Rank != i+1 || i > 0 && g.Severity > gaps[i-1].Severity {
					t.Errorf("%s: rank %d at position %d, severity %f", g.ID, g.Rank, i+1, g.Severity)
				}
				if other := names[g.Name]; other != "" {
					t.Errorf("%s and %s have the same name %q", g.ID, other, g.Name)
				}
				names[g.Name] = g.ID
				checkGap(t, s, kind, g)
			}
		})
	}
}

func checkGap(t *testing.T, s *postgis.Store, kind geo.Kind, g cover.Gap) {
	t.Helper()
	if len(g.Comuni) == 0 || len(g.Comuni) > 10 || g.Residents == 0 || g.Residents > 10_000 {
		t.Errorf("%s: %d comuni, %d residents", g.ID, len(g.Comuni), g.Residents)
	}
	if g.ResidentsLow > g.Residents || g.Residents > g.ResidentsHigh || g.Residents > g.ComuniResidents {
		t.Errorf("%s: %d residents, range %d to %d, in comuni of %d", g.ID, g.Residents, g.ResidentsLow, g.ResidentsHigh, g.ComuniResidents)
	}
	if g.Confidence != cover.Provisional || g.Model != cover.ModelEstimate || g.Why == "" || g.Severity <= 0 || len(g.Outline) == 0 {
		t.Errorf("%s: %+v", g.ID, g)
	}
	if g.Area == "" || !strings.Contains(g.Name, g.Area) || !strings.Contains(g.Name, g.ComuneNames[0]) {
		t.Errorf("%s: name %q of %q and %q", g.ID, g.Name, g.Area, g.ComuneNames)
	}
	if g.Nearest == nil || g.NearestName == "" || g.NearestComuneName == "" || g.MedianMinutes == nil || *g.MedianMinutes <= float64(g.Threshold) {
		t.Errorf("%s: nearest %v %q, %v minutes of %d", g.ID, g.Nearest, g.NearestName, g.MedianMinutes, g.Threshold)
	}
	it, en := cover.Reason(g, kind, "it"), cover.Reason(g, kind, "en")
	if len(it) < 60 || len(en) < 60 || it == en || !strings.Contains(it, kind.NearestIT) || !strings.Contains(en, kind.NearestEN) {
		t.Errorf("%s: %q / %q", g.ID, it, en)
	}
	for _, id := range g.Comuni {
		c, err := s.Comune(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if !c.Mountain() || g.Valley == "" && c.Zone != g.Zone {
			t.Errorf("%s (%s, zone %d): %s is no mountain comune or of zone %d", g.ID, g.Valley, g.Zone, c.Name, c.Zone)
		}
	}
}

func kindOf(t testing.TB, s *postgis.Store, id geo.KindID) geo.Kind {
	t.Helper()
	kinds, err := s.Kinds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if k.ID == id {
			return k
		}
	}
	t.Fatalf("no kind %s", id)
	return geo.Kind{}
}

// Where all known mountain residents of a zone are beyond the threshold it is
// said once, and only there, as SQL counts them.
func TestWholeAreasAreSaidOnce(t *testing.T) {
	t.Parallel()
	s := geotest.Real(t)
	conn := geotest.Login(t, s)
	for _, sc := range scenarios {
		said := map[string]int{}
		whole, err := s.WholeAreas(t.Context(), cover.GapFilter{Kinds: []geo.KindID{"portineria"}, Scenario: sc})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range whole {
			said[itoa(int(w.Zone))+"/"+string(w.Valley)] += w.Residents
		}
		if len(said) != len(whole) {
			t.Errorf("%s: %d areas are said %d times", sc, len(said), len(whole))
		}
		truth := column[string](t, conn, `
			SELECT c.zone || '/' FROM atlante.cell_comune p JOIN atlante.comune c ON c.id = p.comune AND c.mountain_class IN ('T', 'P')
			  JOIN atlante.kind k ON k.id = 'portineria'
			  JOIN atlante.cell_time t ON t.h3 = p.h3 AND t.kind = k.id AND t.mode = k.mode_mountain AND t.scenario = $1
			       AND t.publication = (SELECT max(id) FROM atlante.publication)
			 WHERE t.state <> 'unknown'
			 GROUP BY c.zone HAVING bool_and(t.state = 'unreachable' OR t.t1 > k.threshold_car) ORDER BY c.zone`, string(sc))
		for _, z := range truth {
			if said[z] == 0 {
				t.Errorf("%s: all of zone %s is beyond, and it is not said", sc, z)
			}
		}
		zones := 0
		for key := range said {
			if strings.HasSuffix(key, "/") {
				zones++
			}
		}
		if zones != len(truth) {
			t.Errorf("%s: %d whole zones said, %d are: %v", sc, zones, len(truth), truth)
		}
		if sc == cover.ScenarioCurrent && (zones == 0 || len(whole) < 5) {
			t.Errorf("with places in Torino only, whole areas: %+v", whole)
		}
	}
}
