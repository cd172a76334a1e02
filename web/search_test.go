package web

import (
	"regexp"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
)

// Words find zones, valleys and underserved areas as well, whatever their case
// and accents.
func TestSearchFindsAreas(t *testing.T) {
	h := live(t, geotest.Store(t))
	body := ask(h, "/?q=valli+di+LANZO&zone=9").Body.String()
	for _, want := range []string{`href="/?zone=7"`, `href="/?valley=lanzo"`, "<h3>Zone</h3>", "<h3>Valli</h3>"} {
		if !strings.Contains(body, want) {
			t.Errorf("valli di lanzo: no %s", want)
		}
	}
	body = ask(h, "/?q=val+di+viu").Body.String()
	if !strings.Contains(body, `href="/?valley=viu"`) || !strings.Contains(body, "<h3>Aree scoperte</h3>") || !strings.Contains(body, "Val di Viù: ") {
		t.Error("val di viu finds neither the valley nor its areas")
	}
	if body = ask(h, "/?q=zona+11").Body.String(); !strings.Contains(body, `href="/?zone=11"`) {
		t.Error("zona 11")
	}
}

// A valley narrows everything to its comuni and those of its side valleys.
func TestAValleyWithItsSideValleys(t *testing.T) {
	store := geotest.Store(t)
	h := live(t, store)
	gaps, _, err := store.Gaps(t.Context(), cover.GapFilter{Kinds: []geo.KindID{"portineria"}, Page: geo.Page{Limit: everything}})
	if err != nil {
		t.Fatal(err)
	}
	body := ask(h, "/?valley=lanzo").Body.String()
	inside, outside := 0, 0
	for _, g := range gaps {
		listed := strings.Contains(body, `data-open="gap:`+g.ID+`"`)
		if want := strings.Contains(" lanzo viu ala val-grande tesso ", " "+string(g.Valley)+" "); want != listed {
			t.Errorf("%s in %q: listed %v", g.Name, g.Valley, listed)
		} else if want {
			inside++
		} else {
			outside++
		}
	}
	if inside == 0 || outside == 0 {
		t.Errorf("%d inside, %d outside", inside, outside)
	}
	if !regexp.MustCompile(`comuni montani</a> nelle Valli di Lanzo vivono`).MatchString(body) {
		t.Error("the sentence is not about the valley")
	}
	if !strings.Contains(body, `<input type="hidden" name="valley" value="lanzo">`) {
		t.Error("the form forgets the valley")
	}
}

// The planned openings that count are named, with their source.
func TestPlannedOpeningsAreNamed(t *testing.T) {
	h := live(t, geotest.Store(t))
	if strings.Contains(ask(h, "/").Body.String(), "aside openings") {
		t.Error("they are not switched on")
	}
	body := ask(h, "/?scenario=planned").Body.String()
	if !strings.Contains(body, "Aperture previste, contate qui (4)") || !strings.Contains(body, "torinoggi.it 2021-11-11") {
		t.Error("they are not named")
	}
}
