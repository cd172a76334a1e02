package cover_test

import (
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
)

func minutes(m float64) *float64 { return &m }

var portineria = geo.Kind{ID: "portineria", NameIT: "Portineria di comunità", NameEN: "Community concierge",
	NearestIT: "dalla Portineria di comunità più vicina", NearestEN: "from the nearest Portineria di comunità"}

// ala is the gap of the example in the brief of this package.
func ala() cover.Gap {
	return cover.Gap{
		Kind: "portineria", Name: "Val d'Ala: Ala di Stura e Balme", Area: "Val d'Ala",
		Comuni: []geo.ComuneID{"001003", "001019"}, ComuneNames: []string{"Ala di Stura", "Balme"},
		Residents: 812, ComuniResidents: 812, MedianMinutes: minutes(40.2), MinutesLow: minutes(35.5), MinutesHigh: minutes(46.9),
		Mode: geo.ModeCar, NearestName: "Lo Spaccio di Cultura", NearestComuneName: "Torino", Why: cover.WhyFar, Model: cover.ModelEstimate,
	}
}

func TestReasonIsOnePlainSentence(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*cover.Gap)
		it, en string
	}{
		"as it is": {func(*cover.Gap) {},
			"Gli 812 residenti di Ala di Stura e Balme sono a circa 41 minuti (36–47) in auto, secondo una stima senza strade, dalla Portineria di comunità più vicina, Lo Spaccio di Cultura (Torino).",
			"The 812 residents of Ala di Stura and Balme are about 41 minutes (36–47) by car, by an estimate without roads, from the nearest Portineria di comunità, Lo Spaccio di Cultura (Torino)."},
		"part of the comuni": {func(g *cover.Gap) { g.Residents, g.ComuniResidents = 1234, 8000 },
			"1.234 degli 8.000 residenti di Ala di Stura e Balme sono a circa 41 minuti (36–47) in auto, secondo una stima senza strade, dalla Portineria di comunità più vicina, Lo Spaccio di Cultura (Torino).",
			"1,234 of the 8,000 residents of Ala di Stura and Balme are about 41 minutes (36–47) by car, by an estimate without roads, from the nearest Portineria di comunità, Lo Spaccio di Cultura (Torino)."},
		"one person, nothing in the valley": {func(g *cover.Gap) { g.Residents, g.ComuniResidents, g.Why = 1, 0, cover.WhyNothing },
			"L'unico residente di Ala di Stura e Balme è a circa 41 minuti (36–47) in auto, secondo una stima senza strade, dalla Portineria di comunità più vicina, Lo Spaccio di Cultura (Torino), e nella valle non c'è alcun luogo di questo tipo.",
			"The only resident of Ala di Stura and Balme is about 41 minutes (36–47) by car, by an estimate without roads, from the nearest Portineria di comunità, Lo Spaccio di Cultura (Torino), and there is no place of this kind in the valley."},
		"on foot, more comuni, one minute": {func(g *cover.Gap) {
			g.Residents, g.ComuniResidents, g.Mode = 200, 200, geo.ModeFoot
			g.Comuni = append(g.Comuni, "001072", "001054")
			g.MedianMinutes, g.MinutesLow, g.MinutesHigh = minutes(0.9), minutes(0.8), minutes(1)
		},
			"I 200 residenti di Ala di Stura, Balme e altri 2 comuni sono a circa 1 minuto a piedi, secondo una stima senza strade, dalla Portineria di comunità più vicina, Lo Spaccio di Cultura (Torino).",
			"The 200 residents of Ala di Stura, Balme and 2 other comuni are about 1 minute on foot, by an estimate without roads, from the nearest Portineria di comunità, Lo Spaccio di Cultura (Torino)."},
		"no way": {func(g *cover.Gap) {
			g.MedianMinutes, g.NearestName, g.Why = nil, "", cover.WhyNoRoad
			g.Comuni = append(g.Comuni, "001072")
		},
			"Per gli 812 residenti di Ala di Stura, Balme e un altro comune non risulta alcuna via verso un luogo del tipo «Portineria di comunità», secondo una stima senza strade.",
			"The 812 residents of Ala di Stura, Balme and one other comune have no known way to any place of the kind “Community concierge”, by an estimate without roads."},
		"on roads, nobody comes by": {func(g *cover.Gap) { g.Model, g.Itinerant = cover.ModelRoads, cover.VisitsNone },
			"Gli 812 residenti di Ala di Stura e Balme sono a 41 minuti (36–47) in auto, sulla rete stradale, dalla Portineria di comunità più vicina, Lo Spaccio di Cultura (Torino); nessun servizio itinerante li raggiunge.",
			"The 812 residents of Ala di Stura and Balme are 41 minutes (36–47) by car, on the road network, from the nearest Portineria di comunità, Lo Spaccio di Cultura (Torino); no itinerant service reaches them."},
		"nobody is registered, nothing in the valley, one person": {func(g *cover.Gap) {
			g.Model, g.Itinerant, g.Why, g.Residents, g.ComuniResidents = cover.ModelRoads, cover.VisitsNoneYet, cover.WhyNothing, 1, 1
		},
			"L'unico residente di Ala di Stura e Balme è a 41 minuti (36–47) in auto, sulla rete stradale, dalla Portineria di comunità più vicina, Lo Spaccio di Cultura (Torino), e nella valle non c'è alcun luogo di questo tipo; nessun servizio itinerante registrato lo raggiunge.",
			"The only resident of Ala di Stura and Balme is 41 minutes (36–47) by car, on the road network, from the nearest Portineria di comunità, Lo Spaccio di Cultura (Torino), and there is no place of this kind in the valley; no registered itinerant service reaches them."},
		"on roads that a program made up": {func(g *cover.Gap) { g.Model, g.Synthetic = cover.ModelRoads, true },
			"Gli 812 residenti di Ala di Stura e Balme sono a 41 minuti (36–47) in auto, su una rete stradale sintetica, che non esiste, dalla Portineria di comunità più vicina, Lo Spaccio di Cultura (Torino).",
			"The 812 residents of Ala di Stura and Balme are 41 minutes (36–47) by car, on a synthetic road network that does not exist, from the nearest Portineria di comunità, Lo Spaccio di Cultura (Torino)."},
		"somebody may come by": {func(g *cover.Gap) { g.Model, g.Itinerant, g.NearestName = cover.ModelRoads, cover.VisitsSome, "" },
			"Gli 812 residenti di Ala di Stura e Balme sono a 41 minuti (36–47) in auto, sulla rete stradale, dalla Portineria di comunità più vicina.",
			"The 812 residents of Ala di Stura and Balme are 41 minutes (36–47) by car, on the road network, from the nearest Portineria di comunità."},
		"by area, as far as is registered": {func(g *cover.Gap) { *g = byAreaOf(*g, cover.Provisional) },
			"Gli 812 residenti di Ala di Stura e Balme sono fuori da ogni area servita (Portineria di comunità), per quanto è registrato: l'elenco non è un censimento, qualcuno può mancare.",
			"The 812 residents of Ala di Stura and Balme lie outside every area served (Community concierge), as far as is registered: the list is no survey, some may be missing."},
		"by area, from a whole list": {func(g *cover.Gap) { *g = byAreaOf(*g, cover.Confirmed); g.Residents, g.ComuniResidents = 1, 1 },
			"L'unico residente di Ala di Stura e Balme è fuori da ogni area servita (Portineria di comunità).",
			"The only resident of Ala di Stura and Balme lies outside every area served (Community concierge)."},
		"a place of unknown position, names not filled": {func(g *cover.Gap) { g.Why, g.ComuneNames, g.NearestComuneName = cover.WhyUnknown, nil, "" },
			"Gli 812 residenti di Ala di Stura e Balme sono a circa 41 minuti (36–47) in auto, secondo una stima senza strade, dalla Portineria di comunità più vicina, Lo Spaccio di Cultura, ma di un luogo di questo tipo in zona non si conosce la posizione.",
			"The 812 residents of Ala di Stura e Balme are about 41 minutes (36–47) by car, by an estimate without roads, from the nearest Portineria di comunità, Lo Spaccio di Cultura, but the position of a place of this kind nearby is not known."},
	} {
		t.Run(name, func(t *testing.T) {
			g := ala()
			x.change(&g)
			if got := cover.Reason(g, portineria, "it"); got != x.it {
				t.Errorf("it\n got %s\nwant %s", got, x.it)
			}
			if got := cover.Reason(g, portineria, "en"); got != x.en {
				t.Errorf("en\n got %s\nwant %s", got, x.en)
			}
		})
	}
}

func byAreaOf(g cover.Gap, sure cover.Confidence) cover.Gap {
	g.Mode, g.MedianMinutes, g.NearestName, g.Why, g.Confidence = geo.ModeArea, nil, "", cover.WhyNotServed, sure
	return g
}

// The pieces of the sentence are the sentence; the place can be linked.
func TestPhrasesSayWhatTheyAreAbout(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		about := map[cover.Subject]string{}
		whole := ""
		for _, p := range cover.ReasonPhrases(ala(), portineria, lang) {
			whole += p.Text
			about[p.About] += p.Text
		}
		if whole != cover.Reason(ala(), portineria, lang) || about[cover.AboutPlace] != "Lo Spaccio di Cultura" || about[cover.AboutModel] == "" {
			t.Errorf("%s: %q", lang, about)
		}
	}
}

func TestWhatBecomesOfAGapWhoseNearestPlaceCloses(t *testing.T) {
	g := ala()
	if got := cover.IfCloses(g, "it"); got != "" {
		t.Errorf("without a nearest place: %q", got)
	}
	g.Nearest = &geo.PlaceID{1}
	if got := cover.IfCloses(g, "it"); got != "Se questo chiude, per almeno metà dei residenti non risulta alcuna via verso un altro luogo di questo tipo." {
		t.Errorf("without a second: %q", got)
	}
	g.Second, g.SecondName, g.SecondComuneName, g.SecondMinutes = &geo.PlaceID{2}, "Casa Alpina", "Ceres", minutes(54.2)
	for lang, want := range map[string]string{
		"it": "Se questo chiude, il più vicino diventa Casa Alpina (Ceres): metà dei residenti impiega allora almeno 55 minuti in auto.",
		"en": "If this one closes, the nearest becomes Casa Alpina (Ceres): half of the residents then take at least 55 minutes by car.",
	} {
		if got := cover.IfCloses(g, lang); got != want {
			t.Errorf("%s\n got %s\nwant %s", lang, got, want)
		}
	}
}

// "Gli" before numbers that, read aloud, begin with a vowel.
func TestItalianArticleOfNumbers(t *testing.T) {
	for n, want := range map[int]string{
		8: "Gli 8", 11: "Gli 11", 80: "Gli 80", 88: "Gli 88", 800: "Gli 800", 812: "Gli 812", 8_000: "Gli 8.000", 11_500: "Gli 11.500", 80_123: "Gli 80.123", 853_196: "Gli 853.196",
		2: "I 2", 18: "I 18", 108: "I 108", 180: "I 180", 200: "I 200", 1_000: "I 1.000", 1_100: "I 1.100", 18_000: "I 18.000", 110_000: "I 110.000", 9_999: "I 9.999",
	} {
		g := ala()
		g.Residents, g.ComuniResidents = n, n
		if got := cover.Reason(g, portineria, "it"); len(got) < len(want) || got[:len(want)+1] != want+" " {
			t.Errorf("%d: %q, want %q", n, got[:12], want)
		}
	}
}

func TestNumbersForPeople(t *testing.T) {
	for _, x := range []struct {
		n      int
		it, en string
	}{{0, "0", "0"}, {999, "999", "999"}, {1234, "1.234", "1,234"}, {2204276, "2.204.276", "2,204,276"}, {-1500, "-1.500", "-1,500"}} {
		if it, en := cover.Number(x.n, "it"), cover.Number(x.n, "en"); it != x.it || en != x.en {
			t.Errorf("%d is %s and %s", x.n, it, en)
		}
	}
}

func TestNamesOfGaps(t *testing.T) {
	for _, x := range []struct {
		comuni []string
		it, en string
	}{
		{[]string{"Oulx"}, "Alta Val di Susa: Oulx", "Alta Val di Susa: Oulx"},
		{[]string{"Oulx", "Salbertrand"}, "Alta Val di Susa: Oulx e Salbertrand", "Alta Val di Susa: Oulx and Salbertrand"},
		{[]string{"Chiomonte", "Exilles"}, "Alta Val di Susa: Chiomonte ed Exilles", "Alta Val di Susa: Chiomonte and Exilles"},
	} {
		it := cover.GapName("it", "Alta Val di Susa", x.comuni...)
		g := cover.Gap{Name: it + " (2)", ComuneNames: x.comuni}
		if en := cover.GapName("en", "Alta Val di Susa", x.comuni...); it != x.it || en != x.en || g.NameIn("en") != x.en+" (2)" || g.NameIn("it") != x.it+" (2)" {
			t.Errorf("%q, %q, %q", it, en, g.NameIn("en"))
		}
	}
}

// A comune over 10,000 residents is split inside, and its parts are told apart.
func TestALargeComuneIsSplitIntoPartsWithNamesOfTheirOwn(t *testing.T) {
	c, cells := small(t, "001115", 25_000, orb.Point{7.35, 45.04}, 12)
	p := cover.DefaultParameters()
	residents, err := cover.Spread([]geo.Comune{c}, cells, p)
	if err != nil {
		t.Fatal(err)
	}
	times := fixed{map[geo.Mode]map[orb.Point][]float64{geo.ModeCar: {}, geo.ModeFoot: {}}}
	for _, cell := range cells {
		times.minutes[geo.ModeCar][cell.Centre] = []float64{45}
	}
	r := compute(t, cover.Input{Comuni: []geo.Comune{c}, Cells: cells, Residents: residents, Kinds: []geo.Kind{desk}, Times: times,
		Model: cover.ModelEstimate, Parameters: p, Places: []geo.Place{hamlet(1, c.ID, c.Seat, geo.StatusActive)}})
	sum := 0
	for i, g := range r.Gaps {
		if g.Scenario != cover.ScenarioCurrent || g.Territory != geo.TerritoryMountain {
			continue
		}
		sum += g.Residents
		if want := "Zona 1: Comune 001115 (" + itoa(i+1) + ")"; g.Name != want || g.Residents > 10_000 || g.Residents < 200 {
			t.Errorf("%s with %d residents, want %s", g.Name, g.Residents, want)
		}
	}
	if sum != 25_000 {
		t.Errorf("%d residents in all parts", sum)
	}
}
