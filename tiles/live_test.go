package tiles_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"atlante/api/wire"
	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/tiles"
	"atlante/tiles/tiletest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

type client struct{ http.Handler }

func (c client) get(t *testing.T, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

// TestLive shares one store: loading the starting set takes seconds.
func TestLive(t *testing.T) {
	r := chi.NewRouter()
	store := geotest.Store(t)
	tiles.Mount(r, store, tiles.Options{
		Log: geotest.Log(), Version: "test", Origins: wire.Origins{Public: "https://atlante.example"}, Holder: tiletest.Held(t, store),
	})
	c := client{r}
	t.Run("index", func(t *testing.T) { index(t, c) })
	t.Run("fields", func(t *testing.T) { fields(t, c) })
	t.Run("transport", func(t *testing.T) { transport(t, c) })
	t.Run("composite", func(t *testing.T) { composite(t, c) })
	t.Run("empty", func(t *testing.T) { empty(t, c) })
	t.Run("pin", func(t *testing.T) { pin(t, c) })
	t.Run("scenario", func(t *testing.T) { scenario(t, c) })
}

type description struct {
	Tiles        []string
	MinZoom      uint32
	MaxZoom      uint32
	Bounds       [4]float64
	VectorLayers []struct {
		ID     string
		Fields map[string]string
	} `json:"vector_layers"`
}

func describe(t *testing.T, c client, target string) description {
	t.Helper()
	res := c.get(t, target)
	var d description
	if err := json.Unmarshal(res.Body.Bytes(), &d); err != nil || res.Code != http.StatusOK {
		t.Fatalf("%s: status %d, %v: %s", target, res.Code, err, res.Body)
	}
	return d
}

func index(t *testing.T, c client) {
	var doc struct{ Layers []struct{ TileJSON string } }
	if err := json.Unmarshal(c.get(t, "/tiles/index.json").Body.Bytes(), &doc); err != nil || len(doc.Layers) != len(layer.Catalogue()) {
		t.Fatalf("%+v %v", doc, err)
	}
	for _, l := range doc.Layers {
		d := describe(t, c, strings.TrimPrefix(l.TileJSON, "https://atlante.example"))
		if d.Bounds[0] < 6 || d.Bounds[0] > d.Bounds[2] || d.Bounds[2] > 9 || d.Bounds[1] < 44 || d.Bounds[3] > 46 {
			t.Errorf("bounds %v", d.Bounds)
		}
	}
}

// at is the tile that holds a point of the mountains, at a zoom.
func at(z uint32) string {
	x := maptile.At(orb.Point{7.35, 45.27}, maptile.Zoom(z))
	return fmt.Sprintf("%d/%d/%d", z, x.X, x.Y)
}

// fields of the features are among those that the TileJSON declares, and every
// layer shows something.
func fields(t *testing.T, c client) {
	for _, l := range layer.Catalogue() {
		d := describe(t, c, "/tiles/"+l.ID+".json")
		declared, shown := d.VectorLayers[0].Fields, 0
		for z := d.MinZoom; z <= min(d.MaxZoom, 11); z++ {
			for _, properties := range propertiesOf(t, c, "/tiles/"+l.ID+"/"+at(z)+".mvt", l.ID) {
				shown++
				for name := range properties {
					if declared[name] == "" {
						t.Errorf("%s at zoom %d: field %q is not declared", l.ID, z, name)
					}
				}
			}
		}
		if shown == 0 {
			t.Errorf("%s shows nothing", l.ID)
		}
	}
}

// propertiesOf decodes a tile that holds one layer.
func propertiesOf(t *testing.T, c client, target, id string) []map[string]any {
	t.Helper()
	res := c.get(t, target)
	if res.Code == http.StatusNoContent {
		return nil
	}
	layers, err := mvt.Unmarshal(res.Body.Bytes())
	if err != nil || res.Code != http.StatusOK || len(layers) != 1 || layers[0].Name != id {
		t.Fatalf("%s: status %d, %v, %d layers", target, res.Code, err, len(layers))
	}
	var out []map[string]any
	for _, f := range layers[0].Features {
		out = append(out, f.Properties)
	}
	return out
}

func transport(t *testing.T, c client) {
	target := "/tiles/zones,comuni/" + at(8) + ".mvt"
	plain := c.get(t, target)
	tag := plain.Header().Get("ETag")
	for name, want := range map[string]string{
		"Content-Type": "application/vnd.mapbox-vector-tile", "Access-Control-Allow-Origin": "*",
		"Cache-Control": "public, max-age=0, stale-while-revalidate=60, stale-if-error=86400", "Vary": "Accept-Encoding", "Content-Encoding": "", "Content-Length": fmt.Sprint(plain.Body.Len()),
	} {
		if got := plain.Header().Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	packed := c.get(t, target, "Accept-Encoding", "gzip, br")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("ETag") == tag {
		t.Fatalf("gzip: %v", packed.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(z); err != nil || !bytes.Equal(unpacked, plain.Body.Bytes()) {
		t.Errorf("gzip holds something else (%v)", err)
	}
	if res := c.get(t, target, "If-None-Match", tag); res.Code != http.StatusNotModified || res.Body.Len() != 0 {
		t.Errorf("If-None-Match: %d", res.Code)
	}
	if again := c.get(t, target); !bytes.Equal(again.Body.Bytes(), plain.Body.Bytes()) {
		t.Error("the same tile has other bytes")
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodHead, target, nil))
	if w.Code != http.StatusOK || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
		t.Errorf("HEAD: %d %v", w.Code, w.Header())
	}
}

// composite tiles are their layers one after the other, in the order of the
// catalogue; a layer without tiles at the zoom is left out.
func composite(t *testing.T, c client) {
	zones, places := c.get(t, "/tiles/zones/"+at(9)+".mvt").Body.Bytes(), c.get(t, "/tiles/places/"+at(9)+".mvt").Body.Bytes()
	both := c.get(t, "/tiles/places,zones/"+at(9)+".mvt")
	if len(zones) == 0 || len(places) == 0 || !bytes.Equal(both.Body.Bytes(), slices.Concat(zones, places)) {
		t.Errorf("%d and %d bytes make %d", len(zones), len(places), both.Body.Len())
	}
	high := c.get(t, "/tiles/zones,comuni/"+at(16)+".mvt")
	if alone := c.get(t, "/tiles/comuni/"+at(16)+".mvt"); high.Code != http.StatusOK || !bytes.Equal(high.Body.Bytes(), alone.Body.Bytes()) {
		t.Errorf("at zoom 16, where zones end: %d", high.Code)
	}
}

// empty is no error: the sea is inside the zooms and holds nothing.
func empty(t *testing.T, c client) {
	res := c.get(t, "/tiles/zones,places/8/0/0.mvt")
	if res.Code != http.StatusNoContent || res.Body.Len() != 0 || res.Header().Get("ETag") == "" {
		t.Errorf("%d with %d bytes, %v", res.Code, res.Body.Len(), res.Header())
	}
}

// pin holds the tiles of an open page to the version that it was made from.
func pin(t *testing.T, c client) {
	var doc struct {
		Layers []struct {
			ID      string
			Version int64
		}
	}
	if err := json.Unmarshal(c.get(t, "/tiles/index.json").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	version := int64(0)
	for _, l := range doc.Layers {
		if l.ID == "cells" {
			version = l.Version
		}
	}
	target := "/tiles/cells,gaps/" + at(8) + ".mvt"
	plain := c.get(t, target)
	for query, want := range map[string]int{
		fmt.Sprintf("?v=%d", version): 200, fmt.Sprintf("?v=%d", version+1): 409, fmt.Sprintf("?v=%d", version-1): 409,
		"?v=0": 400, "?v=x": 400, "?w=1": 400,
	} {
		res := c.get(t, target+query)
		if res.Code != want || (want == 200) != bytes.Equal(res.Body.Bytes(), plain.Body.Bytes()) {
			t.Errorf("%s: %d, want %d", query, res.Code, want)
		}
		if now := fmt.Sprintf("alla versione %d", version); want == 409 && !strings.Contains(res.Body.String(), now) {
			t.Errorf("%s: %s", query, res.Body)
		}
	}
}

func scenario(t *testing.T, c client) {
	d := describe(t, c, "/tiles/scenario/planned/cells,places.json")
	if len(d.Tiles) != 1 || d.Tiles[0] != "https://atlante.example/tiles/scenario/planned/cells,places/{z}/{x}/{y}.mvt" {
		t.Errorf("%v", d.Tiles)
	}
	now, planned := c.get(t, "/tiles/cells/"+at(8)+".mvt"), c.get(t, "/tiles/scenario/planned/cells/"+at(8)+".mvt")
	if now.Code != 200 || planned.Code != 200 || now.Header().Get("ETag") == planned.Header().Get("ETag") {
		t.Errorf("%d %d", now.Code, planned.Code)
	}
	if bytes.Equal(now.Body.Bytes(), planned.Body.Bytes()) {
		t.Error("the planned openings change nothing around Lanzo")
	}
}
