package web

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
	"atlante/web/site"
)

// mapConfig is what the server hands to the map in the page: what to draw, in
// which colours, where to look. It carries no HTML.
type mapConfig struct {
	Lang     site.Lang      `json:"lang"`
	Kind     geo.KindID     `json:"kind"`
	ByArea   bool           `json:"byArea"`
	Closes   bool           `json:"closes"` // minutes to the second nearest
	Minutes  int            `json:"minutes"`
	Area     geo.Territory  `json:"gapTerritory"`
	Comuni   []geo.ComuneID `json:"comuni"`      // that the figures are about; null for all
	Stale    string         `json:"staleBefore"` // ISO date: older confirmations fade
	Tiles    mapTiles       `json:"tiles"`
	Classes  []mapClass     `json:"classes"`
	Colours  mapColours     `json:"colours"`
	Markers  []marker       `json:"markers"`
	Gaps     []mapGap       `json:"gaps"`
	Bounds   [4]float64     `json:"bounds"` // west, south, east, north of what the filters show
	Focus    *[4]float64    `json:"focus"`  // of what is open, null when nothing is
	Selected string         `json:"selected"`
}

type mapTiles struct {
	Territory string `json:"territory"`
	Coverage  string `json:"coverage"`
}

// mapClass is a step of the scale; Max is null for the last.
type mapClass struct {
	Max    *float64 `json:"max"`
	Colour string   `json:"colour"`
}

type mapColours struct {
	Unknown     string `json:"unknown"`
	Unreachable string `json:"unreachable"`
	Served      string `json:"served"`
	NotServed   string `json:"notServed"`
	Gap         string `json:"gap"`
}

// mapGap is the label of a gap: tiles cut polygons, and would repeat it.
type mapGap struct {
	ID        string     `json:"id"`
	Text      string     `json:"text"`
	Residents string     `json:"residents"`
	Rank      int        `json:"rank"`
	At        [2]float64 `json:"at"`
}

// staleAfterDays is how long a confirmation of a place stays fresh.
const staleAfterDays = 730

func (c *scene) mapConfig(gaps []cover.Gap, around orb.Bound, only []geo.ComuneID) mapConfig {
	m := mapConfig{Lang: c.Lang, Kind: c.kind.ID, ByArea: c.kind.ByArea, Minutes: c.minutes,
		Closes: c.closes(), Area: c.gapTerritory(), Comuni: only, Markers: c.markers(), Bounds: box(around), Selected: c.selected(),
		Stale: c.atlas.site.Now().AddDate(0, 0, -staleAfterDays).Format("2006-01-02"),
		Tiles: c.tiles(),
		Colours: mapColours{layer.UnknownColour, layer.UnreachableColour, layer.ServedColour,
			layer.NotServedColour, layer.GapColour},
		Gaps: []mapGap{}}
	for _, k := range layer.Classes() {
		class := mapClass{Colour: k.Colour}
		if !math.IsInf(k.Max, 1) {
			class.Max = &k.Max
		}
		m.Classes = append(m.Classes, class)
	}
	for _, g := range gaps {
		m.Gaps = append(m.Gaps, mapGap{g.ID, g.Name, c.Say("gap.label", "n", g.Residents), g.Rank, [2]float64(g.Label)})
	}
	return m
}

// tiles are the addresses of the tiles, pinned to what the page was made from: the
// map never shows newer data than the panel beside it.
func (c *scene) tiles() mapTiles {
	of := ""
	if c.state.Planned() {
		of = "/scenario/planned"
	}
	at := "/{z}/{x}/{y}.mvt?v=" + strconv.FormatInt(c.version, 10)
	return mapTiles{"/tiles/zones,comuni,zone_labels,comune_labels" + at, "/tiles" + of + "/cells,gaps,places" + at}
}

// selected names what is open: "gap:…", "place:…", "comune:…", "cell:…".
func (c *scene) selected() string {
	switch st := c.state; {
	case st.Gap != "":
		return "gap:" + st.Gap
	case st.Place != "":
		return "place:" + st.Place
	case st.Comune != "":
		return "comune:" + string(st.Comune)
	case st.Cell != "":
		return "cell:" + st.Cell
	}
	return ""
}

// focus tells the map to look at something; an empty box is nothing to look at.
func (m *mapConfig) focus(b orb.Bound) {
	if b.IsEmpty() || b.IsZero() {
		return
	}
	f := box(b)
	m.Focus = &f
}

func box(b orb.Bound) [4]float64 {
	return [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}
