package web

import (
	"net/url"
	"strings"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// download is something that a page shows, as exactly the data that it shows.
type download struct {
	Text  string
	Files []downloadFile
}

// downloadFile is one way to have it.
type downloadFile struct{ Format, Href string }

// one is a download in one format.
func one(text, format, href string) download { return download{text, []downloadFile{{format, href}}} }

// api writes an address of the API with its query in a fixed order.
func api(path string, pairs ...string) string {
	q := ""
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		sep := "&"
		if q == "" {
			sep = "?"
		}
		q += sep + pairs[i] + "=" + strings.ReplaceAll(url.QueryEscape(pairs[i+1]), "+", "%20")
	}
	return "/api/v1" + path + q
}

// tables are the same features as tables for spreadsheets; those with an area add
// it as GeoJSON.
func (c *scene) tables(text, collection string, pairs ...string) download {
	if c.Lang != site.Italian {
		pairs = append(pairs[:len(pairs):len(pairs)], "lang", string(c.Lang))
	}
	at := func(format string) string { return api("/downloads/"+collection+"."+format, pairs...) }
	return download{text, []downloadFile{{"CSV", at("csv")}, {"Excel", at("xlsx")}, {"GeoJSON", at("geojson")}}}
}

// scenarioValue is the scenario as the API wants it: nothing for the current one.
func (c *scene) scenarioValue() string {
	if c.state.Planned() {
		return string(cover.ScenarioPlanned)
	}
	return ""
}

func (c *scene) gapDownloads(g cover.Gap) []download {
	return []download{{c.Say("download.gap"), []downloadFile{{"JSON", api("/gaps/" + g.ID)}, {"GeoJSON", api("/gaps/"+g.ID, "f", "geojson")}}}}
}

func (c *scene) placeDownloads(p geo.Place) []download {
	at := "/places/" + p.ID.String()
	return []download{{c.Say("download.place"), []downloadFile{{"JSON", api(at)}, {"GeoJSON", api(at, "f", "geojson")}}}}
}

// comuneDownloads are the figures of a comune with its boundary, its places and the
// underserved areas in it. A comune's code is six digits: nothing to escape.
func (c *scene) comuneDownloads(m geo.Comune) []download {
	id := string(m.ID)
	figures := c.tables(c.Say("download.boundary"), "comuni", "istat", id, "scenario", c.scenarioValue())
	figures.Files = append(figures.Files, downloadFile{"JSON", api("/coverage", "area", "comune", "comune", id, "scenario", c.scenarioValue())})
	return []download{figures,
		c.tables(c.Say("download.places"), "places", "comune", id),
		c.tables(c.Say("download.gaps"), "gaps", "territory", string(c.gapTerritory()), "scenario", c.scenarioValue(), "filter", "comuni LIKE '%"+id+"%'"),
	}
}

func (c *scene) zoneDownloads(z geo.Zone) []download {
	id := zoneKey(z.ID)
	figures := c.tables(c.Say("download.boundary"), "zones", "zone", id, "scenario", c.scenarioValue())
	figures.Files = append(figures.Files, downloadFile{"JSON", api("/coverage", "area", "zone", "zone", id, "scenario", c.scenarioValue())})
	return []download{figures,
		c.tables(c.Say("download.comuni"), "comuni", "zone", id, "scenario", c.scenarioValue()),
		c.tables(c.Say("download.places"), "places", "zone", id),
		c.tables(c.Say("download.gaps"), "gaps", "zone", id, "territory", string(c.gapTerritory()), "scenario", c.scenarioValue()),
	}
}

func (c *scene) zonesDownloads() []download {
	figures := c.tables(c.Say("download.zones"), "zones", "scenario", c.scenarioValue())
	return []download{one(c.Say("download.figures"), "JSON", api("/coverage", "area", "zone", "scenario", c.scenarioValue())), figures}
}
