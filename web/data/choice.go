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
// go along, and into the map for pages of others, which starts from the filters
// until embed=own says that its form has been used.
var names = []string{"kind", "minutes", "territory", "scenario", "zone", "comune",
	"embed", "embed_kind", "embed_minutes", "embed_territory", "embed_scenario", "embed_zone"}

// ownEmbed is the one value of embed.
const ownEmbed = "own"

// choice is what the reader has chosen. It lives in the address.
type choice struct {
	Kind      geo.KindID // "" is all
	Minutes   int        // 0 is the kind's own
	Territory geo.Territory
	Planned   bool       // with the planned openings
	Zone      geo.ZoneID // 0 is all
	Comune    geo.ComuneID
	Own       *choice // for the map in pages of others, nil where it follows the filters
	lang      string  // "" when only the browser has said it
	path      string
}

// prepare reads the choice out of the query; its faults are told with the others.
func prepare(r *site.Request) {
	q := r.Query
	c := read(q, "")
	c.path = r.URL.Path
	c.Comune = wire.Parse(q, "comune", geo.ParseComuneID)
	own := read(q, "embed_") // its faults are told in any case
	if wire.Parse(q, "embed", parseOwn) {
		c.Own = &own
	}
	if q.Has("lang") {
		c.lang = string(r.Lang)
	}
	r.Links = c
}

// read takes what the map knows out of the parameters of a form.
func read(q *wire.Query, form string) choice {
	c := choice{Territory: geo.TerritoryMountain}
	c.Kind = wire.Parse(q, form+"kind", geo.ParseKindID)
	c.Minutes = wire.Parse(q, form+"minutes", parseMinutes)
	if q.Has(form + "territory") {
		c.Territory = wire.Parse(q, form+"territory", geo.ParseTerritory)
	}
	c.Planned = wire.Parse(q, form+"scenario", cover.ParseScenario) == cover.ScenarioPlanned
	c.Zone = wire.Parse(q, form+"zone", geo.ParseZoneID)
	return c
}

func parseOwn(v string) (bool, error) {
	if v != ownEmbed {
		return false, geo.Invalid("embed: scrivi own, oppure toglilo / write own, or leave it out")
	}
	return true, nil
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

// Embed is what the map in pages of others opens with.
func (c choice) Embed() choice {
	if c.Own != nil {
		return *c.Own
	}
	return c
}

// Kept are the parameters of the other form, which its form sends along: what is
// chosen for the map changes no download, and the other way round.
func (c choice) Kept() map[string][]pair {
	kept := map[string][]pair{"frame": asPairs(c.mine()), "narrow": asPairs(c.owned())}
	for _, p := range asPairs(c.pairs()) { // the form of the filters has no fields for these
		if p.Name == "minutes" || p.Name == "territory" {
			kept["narrow"] = append(kept["narrow"], p)
		}
	}
	return kept
}

// pair is a parameter.
type pair struct{ Name, Value string }

func asPairs(list []string) []pair {
	var out []pair
	for i := 0; i+1 < len(list); i += 2 {
		out = append(out, pair{list[i], list[i+1]})
	}
	return out
}

// mine are the filters of this page.
func (c choice) mine() []string {
	if c.Comune == "" {
		return c.pairs()
	}
	return append(c.pairs(), "comune", string(c.Comune))
}

// owned is what has been chosen for the map in pages of others alone.
func (c choice) owned() []string {
	if c.Own == nil {
		return nil
	}
	out := []string{"embed", ownEmbed}
	for _, p := range asPairs(c.Own.pairs()) {
		out = append(out, "embed_"+p.Name, p.Value)
	}
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
	case path == "/dati":
		return append(c.mine(), c.owned()...)
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
