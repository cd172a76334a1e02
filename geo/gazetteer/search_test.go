package gazetteer_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest/facts"
)

func TestSearchFindsFirst(t *testing.T) {
	g := own(t)
	for q, want := range map[string]string{
		"Pinerlo":                           "Pinerolo",
		"pineroo":                           "Pinerolo",
		"piner":                             "Pinerolo",
		"aglie":                             "Agliè",
		"AGLIE'":                            "Agliè",
		"barriera milano":                   "Barriera di Milano, Torino",
		"Bariera di Milano":                 "Barriera di Milano, Torino",
		"borgo san paolo":                   "Borgo San Paolo, Torino",
		"via po torino":                     "Via Po, Torino",
		"torino via po 17":                  "Via Po, Torino",
		"Via Oddino Morgari 14, Torino":     "Via Morgari Oddino, Torino",
		"p.zza repubblica":                  "Piazza della Repubblica, Torino",
		"lungo dora savona":                 "Lungodora Savona, Torino",
		"c.so vittorio emanuele ii":         "Corso Vittorio Emanuele Secondo, Torino",
		"xx settembre pinerolo":             "Via Venti Settembre, Pinerolo",
		"vico canavese":                     "Vico Canavese, oggi Valchiusa",
		"rivarolo":                          "Rivarolo Canavese",
		"pontcanavese":                      "Pont-Canavese",
		"settimo":                           "Settimo Torinese",
		"fe ceres":                          "Frazione Fè, Ceres",
		"sant ambrogio":                     "Sant'Ambrogio di Torino",
		"s. ambrogio":                       "Sant'Ambrogio di Torino",
		"via roma ceres":                    "Via Roma, Ceres",
		"Madona di Campagna":                "Madonna di Campagna, Torino",
		"via gaspare sacarelli 18/A torino": "Via Saccarelli Gaspare, Torino",
	} {
		got := g.Search(q, 3)
		if len(got) == 0 || got[0].Label != want {
			t.Errorf("Search(%q) = %v, want %s first", q, labels(got), want)
		}
	}
}

func labels(answers []gazetteer.Answer) []string {
	var out []string
	for _, a := range answers {
		out = append(out, a.Label)
	}
	return out
}

func TestSearchSaysWhatItKnows(t *testing.T) {
	g := own(t)
	street := g.Search("via po torino", 1)[0]
	if !street.StreetConfirmed || street.Precision != geo.PrecisionComune || street.Comune != "001272" || street.Notice == "" || street.RadiusM < 6000 {
		t.Errorf("%+v", street)
	}
	old := g.Search("trausella", 1)[0]
	if old.Comune != "001318" || !strings.Contains(old.Notice, "Valchiusa") {
		t.Errorf("%+v", old)
	}
	quarter := g.Search("vanchiglia", 1)[0]
	if quarter.Precision != geo.PrecisionLocality || quarter.RadiusM != 1000 || quarter.Source == "" {
		t.Errorf("%+v", quarter)
	}
}

func TestSearchFindsNothingForNothing(t *testing.T) {
	g := own(t)
	for _, q := range []string{"", "  ", "'", "zzzzzzzz", "via", "1", strings.Repeat("a ", 1000), strings.Repeat("x", 100_000), "\xff\xfe", "di", "sp 99999", "s.p. 7 zz", "via via via", "torino via", "via zzzzzz torino"} {
		for _, a := range g.Search(q, 5) {
			if strings.TrimSpace(q) == "" {
				t.Errorf("Search(%.20q) found %s", q, a.Label)
			}
		}
	}
	if got := g.Search("via zzzzzz torino", 5); len(got) > 0 {
		t.Errorf("found %v", labels(got))
	}
	if got := g.Search("torino", 1000); len(got) > 50 {
		t.Errorf("%d answers", len(got))
	}
}

func TestSearchIsTheSameForAllAndAlways(t *testing.T) {
	g := own(t)
	want := g.Search("san", 50)
	if len(want) < 20 {
		t.Fatalf("only %d answers", len(want))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				if got := g.Search("san", 50); !reflect.DeepEqual(got, want) {
					t.Error("another order")
				}
			}
		})
	}
	wg.Wait()
	if fmt.Sprint(own(t).Search("san", 50)) != fmt.Sprint(want) {
		t.Error("another order after building the index again")
	}
}

// manyStreets makes as many streets as the real file has.
func manyStreets(t testing.TB) *gazetteer.Gazetteer {
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	first := strings.Fields("ROMA TORINO GARIBALDI CAVOUR MAZZINI VERDI MARCONI EUROPA ALPI PIAVE GRAPPA DANTE MANZONI ALFIERI VOLTA BATTISTI MATTEOTTI GRAMSCI EINAUDI KENNEDY")
	second := strings.Fields("ALTA BASSA NUOVA VECCHIA GRANDE PICCOLA INFERIORE SUPERIORE")
	var streets []gazetteer.Street
	for i, c := range comuni {
		for j := range 93 {
			name := fmt.Sprintf("%s %s %s%d", first[j%len(first)], second[(i+j)%len(second)], strings.ToUpper(c.Name[:3]), j)
			streets = append(streets, gazetteer.Street{Comune: c.ID, Type: "VIA", Name: name})
		}
	}
	g, err := facts.Gazetteer(slices.Values(streets))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func BenchmarkSearch(b *testing.B) {
	g := manyStreets(b)
	b.ReportMetric(float64(g.StreetCount()), "streets")
	for _, q := range []string{"Pinerlo", "via po torino", "via garibaldi superiore", "via roma"} {
		b.Run(strings.ReplaceAll(q, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				g.Search(q, 10)
			}
		})
	}
}

func BenchmarkLocate(b *testing.B) {
	g := own(b)
	for b.Loop() {
		g.Locate(gazetteer.Query{Address: "Via Oddino Morgari 14", Locality: "San Salvario", Comune: "Torino"})
	}
}

func FuzzSearch(f *testing.F) {
	g := own(f)
	for _, q := range []string{"Pinerlo", "via po torino", "S.P. 1", "torino via po", "f.lli cervi", "i maggio", "lungodora"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		g.Search(q, 3)
		g.Locate(gazetteer.Query{Address: q, Locality: q, Comune: "Torino"})
		g.Comune(q)
	})
}
