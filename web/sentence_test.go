package web

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
	"atlante/web/site"
)

var portineria = geo.Kind{ID: "portineria", NameIT: "Portineria di comunità", NameEN: "Community concierge",
	PluralIT: "Portinerie di comunità", PluralEN: "Community concierges",
	NearestIT: "dalla Portineria di comunità più vicina", NearestEN: "from the nearest Community concierge",
	ModeMountain: geo.ModeCar, ModeElse: geo.ModeFoot, ThresholdCar: 30, ThresholdFoot: 15, Position: 1}

var cer = geo.Kind{ID: "cer", NameIT: "CER", NameEN: "CER", PluralIT: "CER", PluralEN: "CER", ByArea: true,
	ModeMountain: geo.ModeArea, ModeElse: geo.ModeArea, Position: 2}

// stageOf makes a scene without a store: enough for what only puts figures into words.
func stageOf(t *testing.T, address string) *scene {
	t.Helper()
	r := httptest.NewRequest("GET", address, nil)
	st, err := read(t, address)
	if err != nil {
		t.Fatal(err)
	}
	_, s := mounted(t, nil)
	return &scene{request: request{&site.Request{Request: r, Site: s, Texts: s.Texts(st.Lang), Lang: st.Lang, Links: st}, st},
		pub: cover.Publication{Model: cover.ModelEstimate}, kinds: []geo.Kind{portineria, cer}, kind: portineria, minutes: 30,
		list: []geo.Zone{{ID: 7, Name: "Ciriacese - Valli di Lanzo"}}, valleys: map[geo.ValleyID]string{"ala": "Val d'Ala"}}
}

func counted(mode string, minutes, within, beyond, unreachable, unknown int) cover.Figure {
	return cover.Figure{Mode: mode, Counts: []cover.Count{{Minutes: minutes, Within: within, Beyond: beyond, Unreachable: unreachable, Unknown: unknown}}}
}

func flat(parts []site.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

func TestTheSentence(t *testing.T) {
	for _, c := range []struct {
		name, address string
		kind          geo.Kind
		figure        cover.Figure
		comuni        int
		want          string
	}{
		{"mountain", "/", portineria, counted("car", 30, 63891, 246000, 132, 0), 143,
			"Nei 143 comuni montani vivono 310.023 persone: 246.132 (79,4\u00a0%) sono oltre 30 minuti in auto dalla Portineria di comunità più vicina (stima; importa le strade per tempi reali)."},
		{"unknown apart", "/", portineria, counted("car", 30, 50, 50, 0, 7), 2,
			"Nei 2 comuni montani vivono 107 persone: 50 (50,0\u00a0%) sono oltre 30 minuti in auto dalla Portineria di comunità più vicina (stima; importa le strade per tempi reali). Di 7 non si sa."},
		{"nobody beyond", "/?territory=all", portineria, counted("mixed", 30, 50, 0, 0, 0), 1,
			"Nel comune vivono 50 persone: nessuna risulta oltre 30 minuti a piedi o in auto dalla Portineria di comunità più vicina (stima; importa le strade per tempi reali)."},
		{"everybody beyond, zone, planned", "/?scenario=planned&zone=7", portineria, counted("car", 30, 0, 34846, 0, 0), 24,
			"Con le aperture previste: nei 24 comuni montani della zona Ciriacese - Valli di Lanzo vivono 34.846 persone, e di queste tutte sono oltre 30 minuti in auto dalla Portineria di comunità più vicina (stima; importa le strade per tempi reali)."},
		{"by area", "/", cer, counted("area", 0, 10, 270821, 0, 39202), 143,
			"Nei 143 comuni montani vivono 310.033 persone: 10 in un comune servito (CER), 270.821 in comuni che sappiamo non serviti, e di 39.202 non si sa."},
		{"none there", "/?zone=7", portineria, counted("car", 30, 0, 0, 0, 0), 0,
			"Nessun comune montano della zona Ciriacese - Valli di Lanzo. Scegli «tutto» per vedere gli altri."},
		{"english", "/?lang=en", portineria, counted("car", 30, 63891, 246000, 132, 0), 143,
			"In the 143 mountain comuni live 310,023 people: 246,132 (79.4%) are more than 30 minutes by car from the nearest Community concierge (estimate; import the roads for real times)."},
	} {
		minutes := 30
		if c.kind.ByArea {
			minutes = 0
		}
		if got := flat(stageOf(t, c.address).tell(find(c.figure, c.kind, minutes), c.comuni)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestTheFiguresOfTheSentenceAreLinks(t *testing.T) {
	parts := stageOf(t, "/?lang=en").tell(find(counted("car", 30, 1, 2, 0, 4), portineria, 30), 143)
	var linked []string
	for _, p := range parts {
		if p.Href != "" {
			linked = append(linked, p.Text+" → "+p.Href)
		}
	}
	want := []string{"143 mountain comuni → /comuni?lang=en", "7 people → /metodo?lang=en#residenti", "2 → /?lang=en#aree",
		"from the nearest Community concierge → /?lang=en#luoghi", "estimate → /metodo?lang=en#stima", "import the roads for real times → /calibrazione?lang=en#importa",
		"4 → /metodo?lang=en#non-si-sa"}
	if !slices.Equal(linked, want) {
		t.Errorf("got %q\nwant %q", linked, want)
	}
}

func TestSummaries(t *testing.T) {
	c := stageOf(t, "/")
	median := 34.3
	gap := cover.Gap{Kind: "portineria", Name: "Val d'Ala: Balme", Residents: 99, ResidentsLow: 90, ResidentsHigh: 99, MedianMinutes: &median, NearestName: "Oulx"}
	for _, x := range []struct {
		figure cover.Figure
		gaps   []cover.Gap
		want   []string
	}{
		{counted("car", 30, 24, 76, 0, 0), []cover.Gap{{Kind: "cer"}, gap}, []string{
			"Entro 30 minuti in auto dalla Portineria di comunità più vicina sono in 24 (24,0\u00a0%); oltre, in 76.",
			"L'area scoperta più grave qui è Val d'Ala: Balme: 99 residenti (almeno 90 anche con tempi più corti), metà dei quali ad almeno 35\u00a0min dal luogo più vicino, «Oulx»."}},
		{counted("car", 30, 24, 0, 76, 0), []cover.Gap{{Kind: "portineria", Name: "Val d'Ala: Balme", Residents: 76, ResidentsLow: 76, ResidentsHigh: 76, Why: cover.WhyNoRoad}}, []string{
			"Entro 30 minuti in auto dalla Portineria di comunità più vicina sono in 24 (24,0\u00a0%); oltre, in 76.",
			"L'area scoperta più grave qui è Val d'Ala: Balme: 76 residenti, per almeno metà dei quali non risulta alcuna via verso un luogo di questo tipo."}},
		{counted("car", 30, 0, 76, 0, 4), nil, []string{
			"Nessuno è entro 30 minuti in auto dalla Portineria di comunità più vicina; 76 sono oltre. Di 4 non si sa.",
			"Nessuna area scoperta per Portinerie di comunità."}},
		{counted("car", 30, 76, 0, 0, 0), nil, []string{
			"Sono tutti entro 30 minuti in auto dalla Portineria di comunità più vicina.",
			"Nessuna area scoperta per Portinerie di comunità."}},
		{counted("car", 30, 0, 0, 0, 9), nil, []string{
			"Portinerie di comunità: dei residenti di quest'area non si sa nulla.",
			"Nessuna area scoperta per Portinerie di comunità."}},
		{cover.Figure{}, nil, []string{"Non ci sono ancora cifre per Portineria di comunità in questo territorio."}},
	} {
		if got := c.summarize(find(x.figure, portineria, 30), x.gaps); !slices.Equal(got, x.want) {
			t.Errorf("got %q\nwant %q", got, x.want)
		}
	}
}

// A page links what the one sentence on a gap is about, and adds nothing to it
// but that the roads are made up.
func TestTheSentenceOnAGapIsTheOneOfTheDomain(t *testing.T) {
	median, second := 48.2, 61.0
	near, next := uuid.MustParse("018f2b6e-0000-7000-8000-000000000001"), uuid.MustParse("018f2b6e-0000-7000-8000-000000000002")
	for _, why := range []cover.Why{cover.WhyFar, cover.WhyNoRoad, cover.WhyNothing, cover.WhyUnknown, cover.WhyNotServed} {
		for _, k := range []geo.Kind{portineria, cer} {
			for _, address := range []string{"/", "/?lang=en"} {
				c := stageOf(t, address)
				g := cover.Gap{Kind: k.ID, Name: "Val d'Ala: Balme", Why: why, Valley: "ala", Zone: 7, Mode: k.ModeMountain, Threshold: 30, Residents: 99,
					MedianMinutes: &median, Nearest: &near, NearestName: "Lo Spaccio", Second: &next, SecondName: "Il Forno", SecondMinutes: &second, Model: cover.ModelRoads}
				for _, g.Synthetic = range []bool{false, true} {
					c.pub = cover.Publication{Model: cover.ModelRoads, Graph: &geo.RoadVersion{Synthetic: g.Synthetic}}
					made := ""
					if g.Synthetic && k.ByArea { // its sentence has no minutes to tell about
						made = " " + c.Say("reason.warning")
					}
					reason := c.phrases(cover.ReasonPhrases(g, k, string(c.Lang)), g.Nearest)
					if got, want := flat(reason), cover.Reason(g, k, string(c.Lang))+made; got != want {
						t.Errorf("got %q, want %q", got, want)
					}
					if k.ByArea || why == cover.WhyNoRoad {
						continue
					}
					if !slices.ContainsFunc(reason, func(p site.Part) bool { return p.Text == "Lo Spaccio" && strings.Contains(p.Href, near.String()) }) {
						t.Errorf("%s: the place is not linked in %v", why, reason)
					}
					closes := flat(c.phrases(cover.IfClosesPhrases(g, string(c.Lang)), g.Second))
					if !strings.Contains(closes, "61") || strings.HasSuffix(closes, c.Say("reason.warning")) != g.Synthetic {
						t.Errorf("if it closes: %v", closes)
					}
				}
			}
		}
	}
}

// How the times were made is said with its date, and loudly where it is a trial.
func TestHowTheTimesWereMade(t *testing.T) {
	for _, x := range []struct {
		pub                   cover.Publication
		made, credit, warning string
	}{
		{cover.Publication{Model: cover.ModelEstimate}, "stima senza strade", "", ""},
		{cover.Publication{Model: cover.ModelRoads, Graph: &geo.RoadVersion{DataDate: "2026-07-03T20:21:22Z"}},
			"tempi sulle strade di OpenStreetMap del 3 luglio 2026", "© collaboratori di OpenStreetMap, ODbL", ""},
		{cover.Publication{Model: cover.ModelRoads, Graph: &geo.RoadVersion{}},
			"tempi sulle strade di OpenStreetMap, senza data", "© collaboratori di OpenStreetMap, ODbL", ""},
		{cover.Publication{Model: cover.ModelRoads, Graph: &geo.RoadVersion{DataDate: "2026-07-03T20:21:22Z", Synthetic: true}},
			"rete sintetica, solo per prove", "rete sintetica, fatta da un programma", "rete sintetica, solo per prove"},
	} {
		c := stageOf(t, "/")
		c.pub = x.pub
		if made, credit, warning := c.made(c.pub), c.roadsCredit(c.pub), c.warning(); made != x.made || credit != x.credit || warning != x.warning {
			t.Errorf("%+v: %q, %q, %q", x.pub, made, credit, warning)
		}
		sentence := flat(c.tell(find(counted("car", 30, 1, 2, 0, 0), portineria, 30), 3))
		if advice := strings.Contains(sentence, "importa le strade"); advice != (x.pub.Graph == nil) {
			t.Errorf("the advice is %v in %q", advice, sentence)
		}
		if l := c.legend("car", 1); l.Warning != x.warning || l.Walk != (x.pub.Graph != nil) {
			t.Errorf("the legend: %+v", l)
		}
	}
}

// The legend shows exactly the classes that the map is painted with.
func TestTheLegendIsTheScale(t *testing.T) {
	l := stageOf(t, "/").legend("car", 3)
	classes := layer.Classes()
	if len(l.Strip) != len(classes) || len(l.Rows) != len(classes)+2 {
		t.Fatalf("%d in the strip, %d rows, %d classes", len(l.Strip), len(l.Rows), len(classes))
	}
	for i, k := range classes {
		if l.Rows[i].Colour != k.Colour || l.Strip[i].Colour != k.Colour || l.Rows[i].Label != k.LabelIT {
			t.Errorf("class %d: %+v and %+v, want %+v", i, l.Rows[i], l.Strip[i], k)
		}
		if first := k.Max == 45; l.Rows[i].First != first {
			t.Errorf("%s: first beyond 30 minutes is %v", k.LabelIT, l.Rows[i].First)
		}
	}
	last := l.Rows[len(l.Rows)-1]
	if !last.Hatch || last.Colour != layer.UnknownColour {
		t.Errorf("unknown is %+v", last)
	}
	if l.Gap == "" || stageOf(t, "/").legend("car", 0).Gap != "" {
		t.Error("the gap stands in the legend when and only when gaps are drawn")
	}
}

func TestColoursOfTheSmallMaps(t *testing.T) {
	known := func(m float64) cover.Figure {
		f := counted("car", 0, 1, 1, 0, 0)
		f.Median = &m
		return f
	}
	c := stageOf(t, "/")
	classes := layer.Classes()
	for _, x := range []struct {
		figure cover.Figure
		ok     bool
		want   string
	}{
		{known(15), true, classes[0].Colour}, {known(15.2), true, classes[1].Colour}, {known(60), true, classes[3].Colour},
		{known(600), true, classes[4].Colour}, {counted("car", 0, 0, 0, 3, 0), true, layer.UnreachableColour},
		{counted("car", 0, 1, 0, 0, 5), true, "url(#unknown)"}, {cover.Figure{}, true, "url(#unknown)"}, {known(1), false, "url(#unknown)"},
	} {
		if got := c.fill(x.figure, x.ok); got != x.want {
			t.Errorf("%+v: got %s, want %s", x.figure, got, x.want)
		}
	}
}

// Where no road comes the estimate stands in: whoever reads an area or a gap is
// told, though the other times of the page are those of the roads.
func TestWhereTheEstimateStandsInIsSaid(t *testing.T) {
	c := stageOf(t, "/?lang=en")
	c.pub = cover.Publication{Model: cover.ModelRoads, Graph: &geo.RoadVersion{DataDate: "2026-07-03T20:21:22Z"}}
	figure := counted("car", 30, 60, 40, 0, 0)
	said := func() bool {
		return slices.ContainsFunc(c.areaFacts(100, find(figure, portineria, 30), nil, nil), func(f fact) bool {
			return f.Label == c.Say("fact.estimated") && f.Value == "40" && strings.HasSuffix(f.Href, "#senza")
		})
	}
	if said() {
		t.Error("roads come everywhere, and an estimate is told")
	}
	if figure.Estimated = 40; !said() {
		t.Error("40 residents have estimated minutes, and nothing says so")
	}
	for model, made := range map[cover.Model]string{cover.ModelRoads: c.made(c.pub), cover.ModelEstimate: c.Say("model.estimate")} {
		if got := c.timesOf(cover.Gap{Model: model}, portineria); got != made {
			t.Errorf("%s: %q, want %q", model, got, made)
		}
	}
	if l := c.legend("car", 1); l.Hatched || l.GapNote != c.Say("legend.gap.roads") {
		t.Errorf("roads everywhere: %+v", l)
	}
	c.pub.Graph.Uncovered = []geo.ComuneID{"001019"}
	if l := c.legend("car", 1); !l.Hatched || l.GapNote != c.Say("legend.gap.note") {
		t.Errorf("one comune without roads: %+v", l)
	}
	if got := c.timesOf(cover.Gap{Model: cover.ModelRoads}, cer); got != "" {
		t.Errorf("by area: %q", got)
	}
}
