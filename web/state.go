package web

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
	"atlante/web/site"
)

// state is all that a reader has chosen. It lives in the address and nowhere
// else, so that every view can be sent to somebody, and Back works.
type state struct {
	Lang       site.Lang
	LangChosen bool       // in the address, not only the browser's wish
	Kind       geo.KindID // "" is the default kind
	Minutes    int        // 0 is the kind's own
	Territory  geo.Territory
	Scenario   cover.Scenario
	Zone       geo.ZoneID // 0 is all
	Valley     geo.ValleyID
	Q          string
	Pos        string // "lon,lat,zoom" of the map, "" lets the page choose
	View       string // "map" shows the map first on a phone
	Closes     bool   // the map shows the minutes that are left if the nearest place closes
	// What is open in the panel: at most one of these.
	Gap    string
	Place  string
	Comune geo.ComuneID
	Cell   string
	path   string // of the page that is being read
}

const longestQuery = 100

// choices go along from page to page; openings belong to the map alone.
var (
	choices  = []string{"kind", "minutes", "territory", "scenario", "zone"}
	openings = []string{"valley", "q", "pos", "view", "closes", "gap", "place", "comune", "cell"}
)

// everyKey are the parameters of the map.
func everyKey() []string { return append(append([]string{}, choices...), openings...) }

// readState takes of the query what is well said.
func readState(r *http.Request) state { return stateOf(r, wire.ReadForm(r, everyKey()...)) }

// stateOf reads the query strictly: a value out of range becomes one of its
// faults. The state is good for the page of the error too.
func stateOf(r *http.Request, q *wire.Query) state {
	s := state{Lang: site.Lang(wire.Lang(r)), LangChosen: q.Has("lang"),
		Territory: geo.TerritoryMountain, Scenario: cover.ScenarioCurrent}
	s.Kind = wire.Parse(q, "kind", geo.ParseKindID)
	s.Minutes = wire.Parse(q, "minutes", parseMinutes)
	if q.Has("territory") {
		s.Territory = wire.Parse(q, "territory", geo.ParseTerritory)
	}
	if q.Has("scenario") {
		s.Scenario = wire.Parse(q, "scenario", cover.ParseScenario)
	}
	s.Zone = wire.Parse(q, "zone", geo.ParseZoneID)
	s.Valley = wire.Parse(q, "valley", parseValley)
	s.Q = strings.Join(strings.Fields(q.Text("q", longestQuery)), " ")
	s.Pos = wire.Parse(q, "pos", parsePos)
	s.View = wire.Parse(q, "view", parseView)
	s.Closes = wire.Parse(q, "closes", parseYes)
	s.Gap = wire.Parse(q, "gap", parseGapID)
	s.Place = wire.Parse(q, "place", parsePlaceID)
	s.Comune = wire.Parse(q, "comune", geo.ParseComuneID)
	s.Cell = wire.Parse(q, "cell", parseCell)
	return s
}

func parseMinutes(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || !slices.Contains(cover.Thresholds, n) {
		return 0, geo.Invalid("minutes: scegli 15, 30 oppure 45 / choose 15, 30 or 45")
	}
	return n, nil
}

// parsePos checks "lon,lat,zoom" and gives it back as it was.
func parsePos(v string) (string, error) {
	bad := geo.Invalid("pos: servono longitudine, latitudine e zoom, come 7.35,45.15,9.5 / longitude, latitude and zoom are needed, like 7.35,45.15,9.5")
	limits := [3][2]float64{{-180, 180}, {-85, 85}, {0, 24}}
	numbers := strings.Split(v, ",")
	if len(numbers) != len(limits) {
		return "", bad
	}
	for i, n := range numbers {
		f, err := strconv.ParseFloat(n, 64)
		if err != nil || !(f >= limits[i][0] && f <= limits[i][1]) {
			return "", bad
		}
	}
	return v, nil
}

var valleyPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// parseValley accepts the short name of a valley; whether it exists is for the store to say.
func parseValley(v string) (geo.ValleyID, error) {
	if !valleyPattern.MatchString(v) {
		return "", geo.Invalid("valley: %q non è il nome breve di una valle, come lanzo / is not the short name of a valley, like lanzo", v)
	}
	return geo.ValleyID(v), nil
}

func parseView(v string) (string, error) {
	if v != "map" && v != "list" {
		return "", geo.Invalid("view: scegli map oppure list / choose map or list")
	}
	return v, nil
}

func parseYes(v string) (bool, error) {
	if v != "1" {
		return false, geo.Invalid("closes: scegli 1, o lascialo via / choose 1, or leave it out")
	}
	return true, nil
}

// parseGapID accepts g-<kind>-<serial>.
func parseGapID(v string) (string, error) {
	bad := geo.Invalid("%q non è il codice di un'area scoperta, come g-portineria-12 / is not the id of a gap, like g-portineria-12", v)
	rest, ok := strings.CutPrefix(v, "g-")
	dash := strings.LastIndex(rest, "-")
	if !ok || dash < 0 {
		return "", bad
	}
	if _, err := geo.ParseKindID(rest[:dash]); err != nil {
		return "", bad
	}
	if _, err := strconv.ParseUint(rest[dash+1:], 10, 63); err != nil {
		return "", bad
	}
	return v, nil
}

func parsePlaceID(v string) (string, error) {
	id, err := uuid.Parse(v)
	if err != nil || id.String() != v {
		return "", geo.Invalid("%q non è il codice di un luogo / is not the id of a place", v)
	}
	return v, nil
}

func parseCell(v string) (string, error) {
	c, err := hex.Parse(v)
	if err != nil {
		return "", err
	}
	if c.Resolution() != hex.Resolution || c.String() != v {
		return "", geo.Invalid("%q non è una cella di risoluzione %d / is not a cell of resolution %d", v, hex.Resolution, hex.Resolution)
	}
	return v, nil
}
