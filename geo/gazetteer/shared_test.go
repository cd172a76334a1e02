package gazetteer_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"atlante/geo/gazetteer"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
)

// realStreets reads the real street names for those who have them.
func realStreets(t testing.TB) []gazetteer.Street {
	dir := os.Getenv("ATLANTE_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(dir, "anncsu_street_names.csv"))
	if err != nil {
		t.Skip("skipped: the real street names are not here; set ATLANTE_SHARED_DATA to the folder that holds them")
	}
	defer f.Close()
	plain, err := facts.Gazetteer(nil)
	if err != nil {
		t.Fatal(err)
	}
	var streets []gazetteer.Street
	report, err := ingest.ReadStreets(t.Context(), f, ingest.Options{File: "anncsu_street_names.csv"}, plain, func(s gazetteer.Street) error {
		streets = append(streets, s)
		return nil
	})
	if err != nil || report.Rejected > 0 {
		t.Fatal(err, report.Rejects)
	}
	if report.Rows != 29_047 || len(streets) != 29_013 {
		t.Errorf("%d rows, %d distinct streets", report.Rows, len(streets))
	}
	return streets
}

func TestTheStartingSetInTheRealStreets(t *testing.T) {
	g, err := facts.Gazetteer(slices.Values(realStreets(t)))
	if err != nil {
		t.Fatal(err)
	}
	confirmed := 0
	for _, r := range startingSet(t, g) {
		p, notice := g.Place(r.Place)
		if p.Address != "" && !p.StreetConfirmed {
			t.Errorf("%s: %s is not confirmed: %s", p.Name, p.Address, notice)
		}
		if p.Comune == "001272" && p.StreetConfirmed && p.Address != "" {
			confirmed++
		}
	}
	if confirmed != 11 {
		t.Errorf("%d Torino addresses confirmed, want 11", confirmed)
	}
}

func TestTheStartingSetInOwnStreets(t *testing.T) {
	g := own(t)
	confirmed := 0
	for _, r := range startingSet(t, g) {
		p, _ := g.Place(r.Place)
		if p.Comune != "" && (p.Position == nil || p.Position.Lat() == 0) {
			t.Errorf("%s has no position", p.Name)
		}
		if p.StreetConfirmed {
			confirmed++
		}
	}
	if confirmed != 12 { // eleven in Torino and the hamlet of Ceres
		t.Errorf("%d confirmed, want 12", confirmed)
	}
}

func startingSet(t testing.TB, g *gazetteer.Gazetteer) []ingest.PlaceRow {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	rows, report, err := ingest.CollectPlaces(t.Context(), bytes.NewReader(facts.Places()), ingest.PlaceOptions{
		Options: ingest.Options{File: "places.csv"}, Territory: g, Kinds: kinds, Source: facts.Source(facts.SetPlaces),
	})
	if err != nil || report.Rejected > 0 || len(rows) != 31 {
		t.Fatal(err, report.Rejects, len(rows))
	}
	return rows
}

// Every official street must be found again when it is written as people do.
func TestRealStreetsConfirmThemselves(t *testing.T) {
	streets := realStreets(t)
	g, err := facts.Gazetteer(slices.Values(streets))
	if err != nil {
		t.Fatal(err)
	}
	missed := 0
	for _, s := range streets {
		written := strings.ToLower(strings.ReplaceAll(s.Type+" "+s.Name, "`", "'")) + ", 12/A"
		if a, ok := g.Locate(gazetteer.Query{Address: written, Comune: string(s.Comune)}); !ok || !a.StreetConfirmed {
			missed++
			t.Logf("%s: %s", s.Comune, written)
		}
	}
	if missed > 1 { // "STRADA DEI PER" has no word of its own
		t.Errorf("%d of %d streets not confirmed", missed, len(streets))
	}
}

// A search takes less than to read all streets once, as a search without an index would:
// beside it, because how long that takes depends on the machine and on what else it does.
func TestSearchAmongRealStreetsIsFast(t *testing.T) {
	streets := realStreets(t)
	g, err := facts.Gazetteer(slices.Values(streets))
	if err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{
		"Pinerlo": "Pinerolo", "barriera milano": "Barriera di Milano, Torino", "via po torino": "Via Po, Torino",
		"via roma": "Via Roma, Torino", "torino": "Torino", "fe ceres": "Frazione Fè, Ceres", "rivarolo": "Rivarolo Canavese",
	} {
		var got []gazetteer.Answer
		found := 0
		took, reading := shortest(20, func() { got = g.Search(q, 10) }), shortest(20, func() {
			for _, s := range streets {
				if strings.Contains(strings.ToLower(s.Type+" "+s.Name), q) {
					found++
				}
			}
		})
		if len(got) == 0 || got[0].Label != want {
			t.Errorf("Search(%q) = %v, want %s first", q, labels(got), want)
		}
		t.Logf("Search(%q): %v; all %d streets read: %v", q, took, len(streets), reading)
		if took > reading {
			t.Errorf("Search(%q) takes %.1f times as long as to read all streets", q, took.Seconds()/reading.Seconds())
		}
	}
}

// shortest is how long f takes when nothing disturbs it, of so many times.
func shortest(rounds int, f func()) time.Duration {
	least := time.Duration(math.MaxInt64)
	for range rounds {
		start := time.Now()
		f()
		least = min(least, time.Since(start))
	}
	return least
}
