package tiles

import (
	"encoding/json"
	"image"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
)

func styleKinds() []geo.Kind {
	return []geo.Kind{{ID: "portineria"}, {ID: "casa_del_quartiere"}, {ID: "cer", ByArea: true}}
}

func styled(name string, kind geo.Kind, labels bool) styleState {
	return styleState{name: name, kinds: styleKinds(), kind: kind, labels: labels, scenario: cover.ScenarioCurrent,
		origin: "https://atlante.example", backdrop: []*geojson.Feature{geojson.NewFeature(orb.Point{7, 45})}, credit: "Atlante · ISTAT", bounds: &orb.Bound{Min: orb.Point{6.6, 44.7}, Max: orb.Point{8.1, 45.6}}}
}

// TestStylesDrawWhatTheSpriteHolds: every image that a style names is in the sprite,
// and every layer reads a source and a layer of the catalogue.
func TestStylesDrawWhatTheSpriteHolds(t *testing.T) {
	list, err := pictures(styleKinds())
	if err != nil {
		t.Fatal(err)
	}
	_, index := sheet(list, 1)
	image := regexp.MustCompile(`"(place:[a-z_]+|cluster|unknown|walk|provisional)"`)
	for _, name := range styleNames {
		for _, k := range styleKinds() {
			doc := styled(name, k, true).document()
			for _, l := range doc.Layers {
				if l.Source == styleSource {
					if _, ok := layer.ByID(l.SourceLayer); !ok || doc.Sources[l.Source].Type != "vector" {
						t.Errorf("%s: layer %s reads %s of %s", name, l.ID, l.SourceLayer, l.Source)
					}
				}
				b, err := json.Marshal([]any{l.Layout["icon-image"], l.Paint["fill-pattern"]})
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range image.FindAllStringSubmatch(string(b), -1) {
					if _, ok := index[m[1]]; !ok {
						t.Errorf("%s: layer %s draws %q, which the sprite has not", name, l.ID, m[1])
					}
				}
			}
		}
	}
}

// TestStyleSources: one holds the layers that are drawn, and no others, above the
// backdrop, which lies under the land, and may be missing.
func TestStyleSources(t *testing.T) {
	for _, name := range styleNames {
		for _, labels := range []bool{true, false} {
			for _, scenario := range []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned} {
				state := styled(name, styleKinds()[0], labels)
				state.scenario = scenario
				checkSources(t, state)
			}
		}
	}
}

func checkSources(t *testing.T, state styleState) {
	t.Helper()
	doc := state.document()
	drawn, land := map[string]bool{}, false
	for _, l := range doc.Layers {
		land = land || l.ID == "land"
		switch {
		case l.Source == styleSource:
			drawn[l.SourceLayer] = true
		case l.Source == backdropSource && (l.SourceLayer != "" || land):
			t.Errorf("%s: %s is no backdrop", state.name, l.ID)
		}
	}
	listed := regexp.MustCompile(`/tiles/(?:scenario/planned/)?([a-z_,]+)/\{z\}`).FindStringSubmatch(doc.Sources[styleSource].Tiles[0])
	if listed == nil {
		t.Fatalf("%s: %s", state.name, doc.Sources[styleSource].Tiles)
	}
	held := strings.Split(listed[1], ",")
	if len(held) != len(drawn) {
		t.Errorf("%s draws %v of %v", state.name, drawn, held)
	}
	for _, id := range held {
		if !drawn[id] {
			t.Errorf("%s asks for %s and does not draw it", state.name, id)
		}
	}
	back := doc.Sources[backdropSource]
	if back.Type != "geojson" || back.Tiles != nil || back.MinZoom != 0 {
		t.Errorf("%s: backdrop %+v", state.name, back)
	}
	if back.MaxZoom != 5 { // two squares of zoom 6 meet in the middle of the territory
		t.Errorf("%s: the backdrop is cut at zoom %d, and not into one square", state.name, back.MaxZoom)
	}
	state.backdrop = nil
	if bare := state.document(); len(bare.Sources) != 1 || len(bare.Layers) != len(doc.Layers)-2 {
		t.Errorf("%s: without a backdrop %d sources, %d layers instead of %d", state.name, len(bare.Sources), len(bare.Layers), len(doc.Layers))
	}
	if styleSource > backdropSource {
		t.Error("programs that draw the first source would draw the backdrop")
	}
}

// TestColoursAreThoseOfTheScale: near to far, as the legend says.
func TestColoursAreThoseOfTheScale(t *testing.T) {
	b, err := json.Marshal(styled("coverage", styleKinds()[0], false).cellColour())
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for _, c := range layer.Classes() {
		i := regexp.MustCompile(c.Colour).FindStringIndex(string(b))
		if i == nil || i[0] < at {
			t.Fatalf("%s is missing or out of order in %s", c.Colour, b)
		}
		at = i[0]
	}
}

func TestWithoutLabelsNothingIsWritten(t *testing.T) {
	for _, name := range styleNames {
		for _, l := range styled(name, styleKinds()[0], false).document().Layers {
			if l.Layout["text-field"] != nil {
				t.Errorf("%s: %s writes", name, l.ID)
			}
		}
	}
}

// TestSprite: markers are ink in the middle and clear in the corner, the hatch of
// unknown has two colours, and the finer sheet is twice as large.
func TestSprite(t *testing.T) {
	list, err := pictures(styleKinds())
	if err != nil {
		t.Fatal(err)
	}
	one, small := sheet(list, 1)
	two, large := sheet(list, 2)
	if two.Bounds().Dx() != 2*one.Bounds().Dx() || large["cluster"].PixelRatio != 2 {
		t.Error("the finer sheet is not twice as large")
	}
	ink := channels(layer.Light().Ink)
	for i := range layer.Markers() {
		g, err := outlineOf(layer.MarkerPath(i))
		if err != nil || g.distance(12, 12.5) >= 0 || g.distance(0, 0) <= 0 {
			t.Errorf("marker %d: %v %v", i, g, err)
		}
	}
	for _, k := range styleKinds() {
		e := small["place:"+string(k.ID)]
		middle, corner := one.NRGBAAt(e.X+e.Width/2, e.Y+e.Height/2), one.NRGBAAt(e.X, e.Y)
		if middle.A != 255 || [3]uint8{middle.R, middle.G, middle.B} != ink || corner.A != 0 {
			t.Errorf("%s: %v in the middle, %v in the corner", k.ID, middle, corner)
		}
	}
	if n := colours(one, small["unknown"]); n < 2 {
		t.Errorf("the hatch has %d colour", n)
	}
}

func colours(img *image.NRGBA, e spriteEntry) int {
	seen := map[any]bool{}
	for x := range e.Width {
		seen[img.NRGBAAt(e.X+x, e.Y+e.Height/2)] = true
	}
	return len(seen)
}
