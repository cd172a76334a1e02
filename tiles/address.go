package tiles

import (
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
	"atlante/tiles/world"
)

// selection is one layer or several, in the order of the catalogue.
type selection []layer.Layer

// parseSelection reads layer ids joined by commas, in any order, none twice.
func parseSelection(s string) (selection, error) {
	wanted := uint(0)
	for id := range strings.SplitSeq(s, ",") {
		i := place(id)
		if i < 0 {
			return nil, geo.NotFound("Il livello %.60q non esiste; ci sono: %s / There is no layer \"%.60s\"; there are: %s", id, allLayers(), url.PathEscape(id), allLayers())
		}
		if wanted&(1<<i) != 0 {
			return nil, wire.Fault("layers", wire.Text{IT: id + " è ripetuto: scrivilo una volta sola", EN: id + " is repeated: write it once"})
		}
		wanted |= 1 << i
	}
	return selections[wanted], nil
}

// catalogue is made once, and so is every selection of it, a bit for each layer: a
// tile in the cache is answered in less time than making them takes. Nobody writes to
// them. Keys of the cache count on the order.
var (
	catalogue  = layer.Catalogue()
	selections = subsets(catalogue)
)

func subsets(all selection) []selection {
	out := make([]selection, 1<<len(all))
	for bits := range out {
		for i, l := range all {
			if bits&(1<<i) != 0 {
				out[bits] = append(out[bits], l)
			}
		}
	}
	return out
}

// place of a layer in the catalogue; -1 for none.
func place(id string) int {
	for i := range catalogue {
		if catalogue[i].ID == id {
			return i
		}
	}
	return -1
}

func allLayers() string { return selection(catalogue).String() }

// String is the canonical form: ids joined by commas.
func (s selection) String() string {
	ids := make([]string, len(s))
	for i, l := range s {
		ids[i] = l.ID
	}
	return strings.Join(ids, ",")
}

// zooms is the union of the zooms of the layers.
func (s selection) zooms() (lowest, highest uint32) {
	byMin := func(a, b layer.Layer) int { return int(a.MinZoom) - int(b.MinZoom) }
	byMax := func(a, b layer.Layer) int { return int(a.MaxZoom) - int(b.MaxZoom) }
	return slices.MinFunc(s, byMin).MinZoom, slices.MaxFunc(s, byMax).MaxZoom
}

// deepest is the last zoom at which all of the layers have tiles: who draws them enlarges
// that one from there on. Deeper tiles hold some of the layers, and would make the others
// disappear.
func (s selection) deepest() uint32 {
	return slices.MinFunc(s, func(a, b layer.Layer) int { return int(a.MaxZoom) - int(b.MaxZoom) }).MaxZoom
}

// at leaves out the layers that have no tiles at the zoom.
func (s selection) at(z uint32) selection {
	bits := 0
	for i := range s {
		if s[i].MinZoom <= z && z <= s[i].MaxZoom {
			bits |= 1 << place(s[i].ID)
		}
	}
	return selections[bits]
}

// address is where a tile lies and what it holds.
type address struct {
	layers   selection // those that exist at the zoom
	asked    selection
	scenario cover.Scenario
	z, x, y  uint32
}

// world is the tile of the address.
func (a address) world() world.Tile { return world.Tile{Z: a.z, X: a.x, Y: a.y} }

// meeting are the tiles of a zoom that meet a rectangle in longitude and latitude.
func meeting(b orb.Bound, z uint32) iter.Seq[world.Tile] {
	first := world.Of(world.FromLonLat(b.Min[0], b.Max[1]), z)
	last := world.Of(world.FromLonLat(b.Max[0], b.Min[1]), z)
	return func(yield func(world.Tile) bool) {
		for y := first.Y; y <= last.Y; y++ {
			for x := first.X; x <= last.X; x++ {
				if !yield(world.Tile{Z: z, X: x, Y: y}) {
					return
				}
			}
		}
	}
}

// written is an address as it is written, in parts.
type written struct{ layers, scenario, z, x, y string }

// cutPath takes the path of a tile apart. What it lets pass and the routes would not,
// like more slashes, is no address: that has numbers and known layers only.
func cutPath(path string) (w written, ok bool) {
	rest, ok := strings.CutPrefix(path, "/tiles/")
	if !ok {
		return w, false
	}
	if rest, ok = strings.CutSuffix(rest, ".mvt"); !ok {
		return w, false
	}
	if s, found := strings.CutPrefix(rest, "scenario/"); found {
		w.scenario, rest, _ = strings.Cut(s, "/")
	}
	w.layers, rest, _ = strings.Cut(rest, "/")
	w.z, rest, _ = strings.Cut(rest, "/")
	w.x, w.y, ok = strings.Cut(rest, "/")
	return w, ok
}

// routed are the parts that the route has found.
func routed(r *http.Request) (w written, err error) {
	for _, part := range []struct {
		name string
		into *string
	}{{"layers", &w.layers}, {"scenario", &w.scenario}, {"z", &w.z}, {"x", &w.x}, {"y", &w.y}} {
		if *part.into, err = wire.Path(r, part.name); err != nil {
			return w, err
		}
	}
	return w, nil
}

func (w written) address() (address, error) {
	a := address{}
	var err error
	if a.asked, a.scenario, err = w.subject(); err != nil {
		return a, err
	}
	if a.z, err = parseNumber("z", w.z); err != nil {
		return a, err
	}
	if a.x, err = parseNumber("x", w.x); err != nil {
		return a, err
	}
	if a.y, err = parseNumber("y", w.y); err != nil {
		return a, err
	}
	if a.layers = a.asked.at(a.z); len(a.layers) == 0 {
		low, high := a.asked.zooms()
		return a, geo.NotFound("%s: lo zoom va da %d a %d, non %d / zooms go from %d to %d, not %d", a.asked, low, high, a.z, low, high, a.z)
	}
	if err := inRange("x", a.x, a.z); err != nil {
		return a, err
	}
	return a, inRange("y", a.y, a.z)
}

// inRange checks a column or row; zooms of the catalogue are far below 32.
func inRange(name string, v, z uint32) error {
	last := uint32(1)<<z - 1
	if v <= last {
		return nil
	}
	return wire.Fault(name, wire.Text{
		IT: fmt.Sprintf("%s=%d: allo zoom %d va da 0 a %d", name, v, z, last),
		EN: fmt.Sprintf("%s=%d: at zoom %d it goes from 0 to %d", name, v, z, last),
	})
}

// subject reads the layers and the scenario, which TileJSON and tiles share.
func (w written) subject() (selection, cover.Scenario, error) {
	layers, err := parseSelection(w.layers)
	if err != nil {
		return nil, "", err
	}
	scenario, err := cover.ParseScenario(w.scenario)
	if err != nil {
		return nil, "", geo.NotFound("Lo scenario %.60q non esiste; c'è: %s / There is no such scenario; there is: %s", w.scenario, cover.ScenarioPlanned, cover.ScenarioPlanned)
	}
	return layers, scenario, nil
}

// parseNumber refuses signs and leading zeros: a tile has one address.
func parseNumber(name, s string) (uint32, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil || len(s) > 1 && s[0] == '0' {
		return 0, wire.Fault(name, wire.Text{IT: name + ": serve un numero intero, senza segno", EN: name + ": a whole number without a sign is needed"})
	}
	return uint32(n), nil
}

// path is the address without its end: "/tiles/cells,places".
func path(layers selection, scenario cover.Scenario) string {
	if scenario == cover.ScenarioCurrent {
		return "/tiles/" + layers.String()
	}
	return "/tiles/scenario/" + string(scenario) + "/" + layers.String()
}
