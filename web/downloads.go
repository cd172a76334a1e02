package web

import (
	"net/url"
	"strconv"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// download is a link to exactly the data that a page shows.
type download struct {
	Text, Href, Format string
}

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
		q += sep + pairs[i] + "=" + url.QueryEscape(pairs[i+1])
	}
	return "/api/v1" + path + q
}

// scenarioValue is the scenario as the API wants it: nothing for the current one.
func (c *scene) scenarioValue() string {
	if c.state.Planned() {
		return string(cover.ScenarioPlanned)
	}
	return ""
}

func (c *scene) gapDownloads(g cover.Gap) []download {
	return []download{
		{c.Say("download.gap"), api("/gaps/" + g.ID), "JSON"},
		{c.Say("download.gap"), api("/gaps/"+g.ID, "f", "geojson"), "GeoJSON"},
	}
}

func (c *scene) placeDownloads(p geo.Place) []download {
	return []download{
		{c.Say("download.place"), api("/places/" + p.ID.String()), "JSON"},
		{c.Say("download.place"), api("/places/"+p.ID.String(), "f", "geojson"), "GeoJSON"},
	}
}

func (c *scene) comuneDownloads(m geo.Comune) []download {
	id := string(m.ID)
	return []download{
		{c.Say("download.figures"), api("/coverage", "area", "comune", "comune", id, "scenario", c.scenarioValue()), "JSON"},
		{c.Say("download.boundary"), api("/comuni/"+id, "f", "geojson"), "GeoJSON"},
		{c.Say("download.gaps"), c.gapsAddress("comune", id), "GeoJSON"},
	}
}

func (c *scene) zoneDownloads(z geo.Zone) []download {
	id := zoneKey(z.ID)
	return []download{
		{c.Say("download.figures"), api("/coverage", "area", "zone", "zone", id, "scenario", c.scenarioValue()), "JSON"},
		{c.Say("download.gaps"), c.gapsAddress("zone", id), "GeoJSON"},
		{c.Say("download.places"), api("/places", "zone", id, "limit", longestList, "f", "geojson"), "GeoJSON"},
	}
}

// longestList is the most that the API gives at once.
var longestList = strconv.Itoa(wire.ListMax)

func (c *scene) gapsAddress(name, id string) string {
	return api("/gaps", name, id, "territory", string(c.gapTerritory()), "scenario", c.scenarioValue(), "limit", longestList, "f", "geojson")
}

func (c *scene) zonesDownloads() []download {
	return []download{
		{c.Say("download.figures"), api("/coverage", "area", "zone", "scenario", c.scenarioValue()), "JSON"},
		{c.Say("download.zones"), api("/zones", "f", "geojson"), "GeoJSON"},
	}
}
