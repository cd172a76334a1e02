package web

import (
	"regexp"
	"strings"
	"testing"

	"atlante/geo"
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
	if got := c.none(portineria); got != "nessuna Portineria di comunità" {
		t.Error(got)
	}
	if got := c.none(geo.Kind{NameIT: "Partner", NearestIT: "dal partner più vicino"}); got != "nessun Partner" {
		t.Error(got)
	}
	if nobodyColour == layer.UnknownColour || mixedColour == layer.UnknownColour {
		t.Error("the greys are not told from the hatch")
	}
}
