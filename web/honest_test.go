package web

import (
	"encoding/csv"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"atlante/geo/geotest"
	"atlante/geo/layer"
)

// A zone without mountain comuni is not one about which nothing is known.
func TestAZoneWithoutMountainComuniIsGreyAndSaysSo(t *testing.T) {
	h := live(t, geotest.Store(t))
	body := ask(h, "/zone").Body.String()
	if n := strings.Count(body, `<td class="none" colspan="3">nessun comune montano</td>`); n != 4 {
		t.Errorf("%d zones say that they have no mountain comune, want 4", n)
	}
	if n := strings.Count(body, `fill="`+nobodyColour+`"`); n != 5 { // four zones and the legend
		t.Errorf("%d times the grey of nobody, want 5", n)
	}
	if strings.Contains(body, `fill="url(#unknown)"`) {
		t.Error("a zone is hatched, though everything is known")
	}
	if !strings.Contains(body, "su 99.846") || !strings.Contains(body, "34.846") {
		t.Error("the residents are not those of the mountain comuni")
	}
	if all := ask(h, "/zone?territory=all").Body.String(); strings.Contains(all, nobodyColour) || !strings.Contains(all, mixedColour) {
		t.Error("with all comuni, zones mix two modes, and none is empty")
	}
}

// Minutes name their mode; where two modes are mixed there is no median.
func TestMinutesNameTheirMode(t *testing.T) {
	h := live(t, geotest.Store(t))
	comuni := ask(h, "/comuni?territory=all").Body.String()
	if !regexp.MustCompile(`min <small>a piedi</small>`).MatchString(comuni) || !regexp.MustCompile(`min <small>in auto</small>`).MatchString(comuni) {
		t.Error("the minutes of comuni do not say their mode")
	}
	zone := ask(h, "/zone/7?territory=all").Body.String()
	if !strings.Contains(zone, "nessuna mediana unica") || !strings.Contains(zone, "due modi") || strings.Contains(zone, "Minuti in più se il più vicino chiude") {
		t.Error("zone 7 gives a median over two modes")
	}
	if mountain := ask(h, "/zone/7").Body.String(); strings.Contains(mountain, "nessuna mediana unica") {
		t.Error("its mountain comuni are reached in one mode")
	}
}

// The areas follow the kind's own threshold, and say so where another is chosen.
func TestTheAreasSayWhichThresholdTheyFollow(t *testing.T) {
	h := live(t, geotest.Store(t))
	own, other := ask(h, "/").Body.String(), ask(h, "/?minutes=45").Body.String()
	if !strings.Contains(own, "soglia propria (30 minuti in auto)") || strings.Contains(own, "minuti scelti cambiano") {
		t.Error("the usual threshold")
	}
	if !strings.Contains(other, "I 45 minuti scelti cambiano la frase e i comuni") {
		t.Error("another threshold")
	}
}

func TestWhereAValleyIs(t *testing.T) {
	c := stageOf(t, "/")
	for name, want := range map[string]string{"Val d'Ala": "In Val d'Ala", "Valli di Lanzo": "Nelle Valli di Lanzo", "": "",
		"Vallone di Pramollo": "Nel Vallone di Pramollo", "Alta Val di Susa": "Nell'Alta Val di Susa", "Valchiusella": "In Valchiusella"} {
		if got := c.inValley(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if nobodyColour == layer.UnknownColour || mixedColour == layer.UnknownColour {
		t.Error("the greys are not told from the hatch")
	}
}

// The list of comuni shows what it is sorted by, and its file holds the same
// rows in the same order.
func TestTheTableOfComuniIsTheListAsAFile(t *testing.T) {
	h := live(t, geotest.Store(t))
	for _, query := range []string{"", "?minutes=15&territory=all", "?scenario=planned&zone=7", "?q=val", "?kind=cer", "?lang=en"} {
		page := ask(h, "/comuni"+query).Body.String()
		listed := regexp.MustCompile(`(?s)<th scope="row"><a href="/comuni/(\d{6})`).FindAllStringSubmatch(page, -1)
		w := ask(h, "/comuni.csv"+query)
		if w.Code != 200 || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(w.Header().Get("Content-Disposition"), `filename="comuni-`) {
			t.Fatalf("%s: %d %v", query, w.Code, w.Header())
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff")))
		if query != "?lang=en" {
			r.Comma = ';'
		}
		rows, err := r.ReadAll()
		if err != nil || len(rows) != len(listed)+1 || len(listed) == 0 {
			t.Fatalf("%s: %d rows for %d comuni, %v", query, len(rows), len(listed), err)
		}
		last := math.MaxInt
		for i, m := range listed {
			beyond, err := strconv.Atoi(rows[i+1][4])
			if rows[i+1][0] != m[1] || err != nil || beyond > last {
				t.Fatalf("%s: row %d is %v, the page lists %s, before it %d", query, i, rows[i+1], m[1], last)
			}
			last = beyond
		}
		if !strings.Contains(page, "/comuni.csv"+strings.ReplaceAll(query, "&", "&amp;")) {
			t.Errorf("%s: the page does not lead to its file", query)
		}
	}
	if body := ask(h, "/zone.csv").Body.String(); strings.Count(body, "\r\n") != 13 || !strings.Contains(body, "7;Ciriacese - Valli di Lanzo;34846;99846;24;") {
		t.Errorf("zones:\n%s", body)
	}
}
