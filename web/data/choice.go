package data

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// names are the parameters of the page. minutes and territory are of the map: they
// go along, and into the map for pages of others.
var names = []string{"kind", "minutes", "territory", "scenario", "zone", "comune"}

// choice is what the reader has chosen. It lives in the address.
type choice struct {
	Kind      geo.KindID // "" is all
	Minutes   int        // 0 is the kind's own
	Territory geo.Territory
	Planned   bool       // with the planned openings
	Zone      geo.ZoneID // 0 is all
	Comune    geo.ComuneID
	lang      string // "" when only the browser has said it
	path      string
}

// prepare reads the choice out of the query; its faults are told with the others.
func prepare(r *site.Request) {
	q := r.Query
	c := choice{path: r.URL.Path, Territory: geo.TerritoryMountain}
	c.Kind = wire.Parse(q, "kind", geo.ParseKindID)
	c.Minutes = wire.Parse(q, "minutes", parseMinutes)
	if q.Has("territory") {
		c.Territory = wire.Parse(q, "territory", geo.ParseTerritory)
	}
	c.Planned = wire.Parse(q, "scenario", cover.ParseScenario) == cover.ScenarioPlanned
	c.Zone = wire.Parse(q, "zone", geo.ParseZoneID)
	c.Comune = wire.Parse(q, "comune", geo.ParseComuneID)
	if q.Has("lang") {
		c.lang = string(r.Lang)
	}
	r.Links = c
}

func parseMinutes(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || !slices.Contains(cover.Thresholds, n) {
		return 0, geo.Invalid("minutes: scegli 15, 30 oppure 45 / choose 15, 30 or 45")
	}
	return n, nil
}

// pairs is the choice as parameters, in the order in which the map writes them.
func (c choice) pairs() []string {
	var out []string
	add := func(name, value, usual string) {
		if value != usual {
			out = append(out, name, value)
		}
	}
	add("kind", string(c.Kind), "")
	add("minutes", strconv.Itoa(c.Minutes), "0")
	add("territory", string(c.Territory), string(geo.TerritoryMountain))
	if c.Planned {
		add("scenario", string(cover.ScenarioPlanned), "")
	}
	add("zone", strconv.Itoa(int(c.Zone)), "0")
	return out
}

// escaped has blanks that survive being copied out of a page, and commas that are read.
var escaped = strings.NewReplacer("+", "%20", "%2C", ",")

// href writes a path with parameters, in their order.
func href(path string, pairs ...string) string {
	sep := "?"
	for i := 0; i+1 < len(pairs); i += 2 {
		path += sep + pairs[i] + "=" + escaped.Replace(url.QueryEscape(pairs[i+1]))
		sep = "&"
	}
	return path
}

// Page is another page with what was chosen, as far as it knows it.
func (c choice) Page(path string) string {
	return href(path, append(c.kept(path), c.inLang()...)...)
}

// kept is what another page takes along: only this one filters by comune, and the
// pages of those who keep entries know nothing but the language.
func (c choice) kept(path string) []string {
	for _, of := range []string{"/zone", "/comuni", "/metodo", "/calibrazione", "/limiti", "/embed"} {
		if path == of {
			return c.pairs()
		}
	}
	switch {
	case path == "/":
		return c.pairs()
	case path == "/dati" && c.Comune != "":
		return append(c.pairs(), "comune", string(c.Comune))
	case path == "/dati":
		return c.pairs()
	}
	return nil
}

func (c choice) inLang() []string {
	if c.lang == "" {
		return nil
	}
	return []string{"lang", c.lang}
}

// Home is the map in this state.
func (c choice) Home() string { return c.Page("/") }

// InLang is this page in a language.
func (c choice) InLang(lang site.Lang) string {
	c.lang = string(lang)
	return c.Page(c.path)
}

// narrows tells whether anything is filtered.
func (c choice) narrows() bool { return c.Kind != "" || c.Zone != 0 || c.Comune != "" || c.Planned }

func (c choice) scenario() cover.Scenario {
	if c.Planned {
		return cover.ScenarioPlanned
	}
	return cover.ScenarioCurrent
}
