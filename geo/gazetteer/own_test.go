package gazetteer_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest/facts"
)

// ownStreets are a handful of official names with all their quirks.
const ownStreets = `001272|VIA|SACCARELLI GASPARE
001272|VIA|AGLIE` + "`" + `
001272|VIA|TEPICE
001272|VIA|MORGARI ODDINO
001272|PIAZZA|MONTALE EUGENIO
001272|VIA|PANETTI MODESTO
001272|VIA|RUBINO EDOARDO
001272|STRADA|DEI TETTI RUBINO
001272|VIA|CECCHI ANTONIO
001272|PIAZZA|DELLA REPUBBLICA
001272|LUNGODORA|SAVONA
001272|VIA|SAVONA
001272|VIA|OSASCO
001272|CORSO|VITTORIO EMANUELE SECONDO
001272|VIA|PO
001272|VIA|ROMA
001272|VIA|SAN PIO V
001272|VIA|SAN GIOVANNI BOSCO
001272|VIA|SAN ROCCO
001272|VIA|CARLO ALBERTO DALLA CHIESA
001072|FRAZIONE|FE'
001072|PIAZZA|QUATTRO NOVEMBRE
001072|BORGATA|BRUSIERA
001072|VIA|ROMA
001115|STRADA PROVINCIALE|190
001008|STRADA PROVINCIALE|178 ALPIGNANO RIVOLI
001191|VIA|FRATELLI CERVI
001191|VIA|VENTI SETTEMBRE
001035|VIA|I MAGGIO
001191|VIA|DELLA CHIESA
001191|VIA|ROSSI MARIO
001191|VIA|ROSSI LUIGI
999999|VIA|ALTROVE`

func own(t testing.TB) *gazetteer.Gazetteer {
	var streets []gazetteer.Street
	for line := range strings.SplitSeq(ownStreets, "\n") {
		p := strings.Split(line, "|")
		streets = append(streets, gazetteer.Street{Comune: geo.ComuneID(p[0]), Type: p[1], Name: p[2]})
	}
	g, err := facts.Gazetteer(slices.Values(streets))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestComuneByAnyName(t *testing.T) {
	g := own(t)
	for in, want := range map[string]geo.ComuneID{
		"Torino": "001272", "TORINO": "001272", "torino (TO)": "001272", "Città di Torino": "001272", "Comune di Ciriè": "001086",
		"001272": "001272", "L219": "001272", "l219": "001272", "1272": "001272",
		"Pont Canavese": "001199", "PONT-CANAVESE": "001199", "pontcanavese": "001199",
		"Agliè": "001001", "AGLIE'": "001001", "aglie`": "001001", " Aglie ": "001001",
		"S. Ambrogio di Torino": "001255", "SANT AMBROGIO DI TORINO": "001255", "Sant’Antonino di Susa": "001256",
		"Albiano d Ivrea": "001004", "Leinì": "001130", "Mathì": "001146", "san mauro torinese": "001249",
	} {
		got, _, err := g.Comune(in)
		if err != nil || got != want {
			t.Errorf("Comune(%q) = %s, %v, want %s", in, got, err, want)
		}
	}
}

func TestEveryComuneIsFoundByItsNameInCapitals(t *testing.T) {
	g := own(t)
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range comuni {
		for _, s := range []string{c.Name, strings.ToUpper(c.Name), strings.ReplaceAll(c.Name, " ", "-"), gazetteer.Fold(c.Name) + "'", string(c.ID), c.CadastralCode} {
			if got, notice, err := g.Comune(s); err != nil || got != c.ID || notice != "" {
				t.Errorf("Comune(%q) = %s, %q, %v, want %s", s, got, notice, err, c.ID)
			}
		}
	}
}

func TestMergedComuniResolveWithANotice(t *testing.T) {
	g := own(t)
	for in, want := range map[string]geo.ComuneID{
		"Alice Superiore": "001317", "LUGNACCO": "001317", "001182": "001317", "Meugliano": "001318", "L338": "001318", "1297": "001318",
	} {
		got, notice, err := g.Comune(in)
		if err != nil || got != want || !strings.Contains(string(notice), "non esiste più") {
			t.Errorf("Comune(%q) = %s, %q, %v, want %s with a notice", in, got, notice, err, want)
		}
	}
	if _, notice, _ := g.Comune("1272"); notice == "" {
		t.Error("lost zeros restored without a notice")
	}
}

func TestUnknownComune(t *testing.T) {
	g := own(t)
	for _, in := range []string{"", "Milano", "015146", "12", "Pinerlo", "F205", strings.Repeat("x", 5000)} {
		_, _, err := g.Comune(in)
		if !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("Comune(%.20q) = %v, want not found", in, err)
		}
		if in == "Pinerlo" && !strings.Contains(err.Error(), "Pinerolo (001191)") {
			t.Errorf("no suggestion: %v", err)
		}
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("message of %d bytes", len(err.Error()))
		}
	}
}

func TestNewRefusesContradictions(t *testing.T) {
	a := geo.Comune{ID: "001001", Name: "Agliè"}
	for name, f := range map[string]gazetteer.Facts{
		"two comuni with one name": {Comuni: []geo.Comune{a, {ID: "001002", Name: "AGLIE'"}}},
		"merged into nothing":      {Comuni: []geo.Comune{a}, Suppressed: []gazetteer.Suppressed{{ID: "001005", Name: "X", Today: "001999"}}},
		"locality without comune":  {Comuni: []geo.Comune{a}, Localities: []gazetteer.Locality{{Name: "X", Comune: "001999"}}},
		"locality twice": {Comuni: []geo.Comune{a}, Localities: []gazetteer.Locality{
			{Name: "Santa Maria", Comune: "001001"}, {Name: "Borgata S. Maria", Comune: "001001"}}},
	} {
		if _, err := gazetteer.New(f); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestStreetsAreConfirmed(t *testing.T) {
	g := own(t)
	for _, c := range []struct{ comune, address string }{
		{"Torino", "Via Gaspare Saccarelli 18"}, {"Torino", "Via Agliè 9"}, {"Torino", "Via Tepice 23"},
		{"Torino", "Via Oddino Morgari 14"}, {"Torino", "Piazza Eugenio Montale 18"}, {"Torino", "Via Modesto Panetti 1"},
		{"Torino", "Via Edoardo Rubino 45"}, {"Torino", "Via Antonio Cecchi 17"}, {"Torino", "Piazza della Repubblica 1/F"},
		{"Torino", "Lungo Dora Savona 38"}, {"Torino", "Via Osasco 19/A"}, // the eleven of the starting set
		{"Torino", "VIA MORGARI ODDINO"}, {"Torino", "via o. morgari, 14"}, {"Torino", "Via Morgari 14"},
		{"Torino", "Lungodora Savona 38"}, {"Torino", "LUNGO-DORA SAVONA n. 38"}, {"Torino", "P.zza Repubblica, 1"},
		{"Torino", "C.so Vittorio Emanuele II 12 bis"}, {"Torino", "corso Vittorio Emanuele, 12"}, {"Torino", "Via Po s.n.c."},
		{"Torino", "Via Agliè n° 9 int. 3"}, {"Torino", "AGLIE` 9"}, {"Torino", "Via S. Giovanni Bosco 3"},
		{"Torino", "Via San Pio V 17"}, {"Torino", "Via Generale Carlo Alberto Dalla Chiesa 1"},
		{"Torino", "Via Po 17, 10123 Torino (TO)"}, {"Torino", "Via Po 17 - 10123 Torino"},
		{"Ceres", "Frazione Fè 2"}, {"Ceres", "Fraz. Fe' 2"}, {"Ceres", "Borgata Fè"}, {"Ceres", "Brusiera 3"},
		{"Ceres", "Piazza IV Novembre 1"}, {"Ceres", "p.za 4 novembre"}, {"Ceres", "Piazza IV Novembre - Ceres"},
		{"Giaveno", "SP 190"}, {"Giaveno", "S.P. 190 km 4,5"}, {"Giaveno", "Strada Provinciale 190 n. 12"},
		{"Alpignano", "SP178"}, {"Pinerolo", "Via F.lli Cervi 2"}, {"Pinerolo", "Via Cervi 2"}, {"Pinerolo", "Via XX Settembre 20"},
		{"Pinerolo", "via 20 settembre, 20"}, {"Bricherasio", "Via 1° Maggio 5"}, {"Bricherasio", "Via Primo Maggio 5"},
		{"Pinerolo", "Via M. Rossi 3"},
	} {
		a, ok := g.Locate(gazetteer.Query{Address: c.address, Comune: c.comune})
		if !ok || !a.StreetConfirmed {
			t.Errorf("%s, %s: not confirmed (%s)", c.address, c.comune, a.Notice)
		}
	}
}

func TestStreetsAreNotConfirmedByChance(t *testing.T) {
	g := own(t)
	for _, c := range []struct{ comune, address string }{
		{"Torino", "Via San Carlo 3"}, {"Torino", "Via San Giovanni 3"}, {"Torino", "Via Giovanni 3"}, {"Torino", "Via"},
		{"Torino", "Via della Chiesa 1"}, {"Torino", "Corso Po 3"}, {"Torino", "Via Luigi Cecchi 3"},
		{"Pinerolo", "Via Carlo Alberto Dalla Chiesa"}, {"Pinerolo", "Via Rossi 3"}, {"Pinerolo", "Via Po 3"},
		{"Giaveno", "SP 191"}, {"Giaveno", "Strada Provinciale"}, {"Ceres", "Via Fè 2"}, {"Ceres", "18"}, {"Torino", ""},
		{"Torino", strings.Repeat("Via Po ", 100)}, {"Susa", "Via Roma 1"},
	} {
		if a, ok := g.Locate(gazetteer.Query{Address: c.address, Comune: c.comune}); !ok || a.StreetConfirmed {
			t.Errorf("%.40q, %s: confirmed", c.address, c.comune)
		}
	}
}

func TestLocateSaysHowWellItKnows(t *testing.T) {
	g := own(t)
	a, ok := g.Locate(gazetteer.Query{Address: "Via Agliè 9", Locality: "Barriera Milano", Comune: "torino"})
	if !ok || a.Precision != geo.PrecisionLocality || a.RadiusM != 1000 || !a.StreetConfirmed ||
		a.Comune != "001272" || a.Label != "Via Agliè 9, Barriera di Milano, Torino" || a.Notice != "" || a.Point.Lon() != 7.7010 {
		t.Errorf("%+v", a)
	}
	a, ok = g.Locate(gazetteer.Query{Locality: "Fè", Comune: "Ceres"})
	// Ceres has 28.05 km²: a circle of that area has a radius of 2.99 km.
	if !ok || a.Precision != geo.PrecisionComune || !a.StreetConfirmed || a.RadiusM != 3000 || a.Notice == "" {
		t.Errorf("%+v", a)
	}
	if _, ok := g.Locate(gazetteer.Query{Address: "Via Roma 1", Comune: "Milano"}); ok {
		t.Error("located outside the territory")
	}
	if _, ok := g.Locate(gazetteer.Query{Address: "Via Roma 1"}); ok {
		t.Error("located without a comune")
	}
}

func TestPlaceKeepsGivenCoordinates(t *testing.T) {
	g := own(t)
	p, _ := g.Place(geo.Place{
		Address: "Via Oddino Morgari 14", Comune: "001272",
		Position: &orb.Point{7.67816, 45.0542}, Precision: geo.PrecisionExact,
	})
	if p.Position == nil || p.Position.Lon() != 7.67816 || p.Precision != geo.PrecisionExact || !p.StreetConfirmed {
		t.Errorf("%+v", p)
	}
	p, _ = g.Place(geo.Place{Name: "nowhere"})
	if p.Position != nil || p.Precision != geo.PrecisionNone {
		t.Errorf("a place without comune got %+v", p)
	}
	a, _ := g.Place(geo.Place{Comune: "001272"})
	b, _ := g.Place(geo.Place{Comune: "001272"})
	a.Position[0] = 0
	if b.Position[0] == 0 {
		t.Error("two places share one point")
	}
}
