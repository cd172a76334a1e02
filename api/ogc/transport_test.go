package ogc_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/feature"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// watchful is the store, with an eye on what is asked of the features.
type watchful struct {
	*postgis.Store
	mu      sync.Mutex
	asked   int   // questions about features
	largest int   // features asked for at once
	fail    error // of the question that has this number
	failAt  int
	moved   *geo.Moved // every place is
	slow    bool       // counting lasts longer than it may
}

var errAway = errors.New("the database is away")

func (w *watchful) note(limit int) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked, w.largest = w.asked+1, max(w.largest, limit)
	if w.failAt > 0 && w.asked == w.failAt {
		return w.fail
	}
	return nil
}

func (w *watchful) reset(failAt int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked, w.largest, w.failAt, w.fail = 0, 0, failAt, errAway
}

func (w *watchful) FeatureCount(ctx context.Context, q feature.Query) (int64, error) {
	if err := w.note(0); err != nil {
		if w.slow {
			<-ctx.Done()
		}
		return 0, err
	}
	return w.Store.FeatureCount(ctx, q)
}

func (w *watchful) Features(ctx context.Context, q feature.Query, tell func(feature.Feature) error) (string, error) {
	if err := w.note(q.Limit); err != nil {
		return "", err
	}
	return w.Store.Features(ctx, q, tell)
}

func (w *watchful) FeatureByID(ctx context.Context, collection, id string, scenario cover.Scenario, crs feature.SRID) (feature.Feature, error) {
	if w.moved != nil && w.moved.To.String() != id {
		return feature.Feature{}, w.moved
	}
	return w.Store.FeatureByID(ctx, collection, id, scenario, crs)
}

// moved: a place that was merged leads to the other.
func moved(t *testing.T, c *client, w *watchful) {
	list := ids(c.items(t, "/collections/places/items?limit=2"))
	into, err := uuid.Parse(list[1])
	if err != nil {
		t.Fatal(err)
	}
	w.moved = &geo.Moved{To: into}
	a := c.get(t, "/collections/places/items/"+list[0]+"?crs="+epsg+"3857")
	if a.StatusCode != http.StatusOK || a.json(t)["id"] != list[1] || a.Header.Get("Content-Crs") != "<"+epsg+"3857>" {
		t.Errorf("%d %v", a.StatusCode, a.json(t)["id"])
	}
	w.moved = nil
}

// transported checks how answers travel.
func transported(t *testing.T, store *postgis.Store) {
	w := &watchful{Store: store}
	c := serve(t, store, w)
	t.Run("tags", func(t *testing.T) { tags(t, c, w) })
	t.Run("portions", func(t *testing.T) { portions(t, c, w) })
	t.Run("cut", func(t *testing.T) { cut(t, c, w) })
	t.Run("negotiation", func(t *testing.T) { negotiation(t, c) })
	t.Run("tiles", func(t *testing.T) { tiles(t, c) })
	t.Run("fields", func(t *testing.T) { fields(t, c) })
	t.Run("agreeing", func(t *testing.T) { agreeing(t, c) })
	t.Run("late", func(t *testing.T) { late(t, c, w) })
	t.Run("moved", func(t *testing.T) { moved(t, c, w) })
}

// tags: strong, another one for each representation, and 304 asks nothing of the
// features.
func tags(t *testing.T, c *client, w *watchful) {
	seen := map[string]string{}
	for _, path := range []string{"/", "/api", "/collections", "/collections/places", "/collections/places/queryables", "/tiles", "/tiles/WebMercatorQuad", "/tileMatrixSets",
		"/collections/places/items?limit=4", "/collections/places/items?limit=5", "/collections/places/items?f=html", "/collections/comuni/items/001272", "/collections/comuni/items/001272?crs=" + epsg + "32632"} {
		for _, headers := range [][]string{{}, {"Accept-Encoding", "gzip"}, {"Accept-Language", "en"}} {
			a := c.get(t, path, headers...)
			tag := a.Header.Get("ETag")
			if a.StatusCode != http.StatusOK || len(tag) < 10 || tag[0] != '"' || a.Header.Get("Access-Control-Allow-Origin") != "*" {
				t.Fatalf("%s: %d, tag %q, %v", path, a.StatusCode, tag, a.Header)
			}
			name := path + strings.Join(headers, " ")
			if other, taken := seen[tag]; taken && !bytes.Equal(c.get(t, strings.SplitN(other, "Accept", 2)[0]).body, a.body) {
				t.Errorf("%s has the tag of %s", name, other)
			}
			seen[tag] = name
			if again := c.get(t, path, headers...); !bytes.Equal(again.body, a.body) {
				t.Errorf("%s: the same request gives other bytes", name)
			}
			w.reset(0)
			same := c.get(t, path, append(headers, "If-None-Match", tag)...)
			if same.StatusCode != http.StatusNotModified || len(same.body) != 0 {
				t.Errorf("%s: %d for what is held already", name, same.StatusCode)
			}
			if w.asked > 0 && !strings.Contains(path, "html") {
				t.Errorf("%s: 304 asked the features %d times", name, w.asked)
			}
			if !strings.Contains(a.Header.Get("Vary"), "Accept,") || !strings.Contains(a.Header.Get("Vary"), "Accept-Encoding") {
				t.Errorf("%s: Vary %q", name, a.Header.Get("Vary"))
			}
		}
	}
}

// portions: 10,000 cells are asked for and sent in parts, and packed they are the
// same.
func portions(t *testing.T, c *client, w *watchful) {
	w.reset(0)
	plain := c.get(t, "/collections/cells/items?limit=6000")
	if w.largest > 2000 || w.asked < 4 || len(plain.body) < 1<<20 {
		t.Errorf("%d bytes in %d questions of %d features", len(plain.body), w.asked, w.largest)
	}
	packed := c.get(t, "/collections/cells/items?limit=6000", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(bytes.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(unpacked, plain.body) || len(packed.body) > len(plain.body)/4 {
		t.Errorf("%d bytes packed into %d are %d (%v)", len(plain.body), len(packed.body), len(unpacked), err)
	}
}

// cut: what fails before the answer is a problem, what fails in the middle cuts
// it: nobody takes half for the whole.
func cut(t *testing.T, c *client, w *watchful) {
	for failAt := 1; failAt <= 2; failAt++ {
		w.reset(failAt)
		if a := c.get(t, "/collections/cells/items?limit=6000"); a.StatusCode != http.StatusInternalServerError || strings.Contains(string(a.body), "away") {
			t.Errorf("question %d fails: %d %.200s", failAt, a.StatusCode, a.body)
		}
	}
	w.reset(4)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.base+"/collections/cells/items?limit=6000", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err == nil || res.StatusCode != http.StatusOK {
		t.Errorf("%d with %d bytes that look whole", res.StatusCode, len(body))
	}
	w.reset(0)
}

func negotiation(t *testing.T, c *client) {
	browser := "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for _, x := range []struct{ path, accept, want string }{
		{"/", "", "application/json"}, {"/", browser, "text/html; charset=utf-8"}, {"/?f=json", browser, "application/json"},
		{"/api", "application/vnd.oai.openapi+json;version=3.0, application/openapi+json;version=3.0, application/json", "application/vnd.oai.openapi+json;version=3.0"},
		{"/api", "application/json", "application/json"}, {"/api", browser, "text/html; charset=utf-8"},
		{"/collections/places/items?limit=1", "application/geo+json, application/json", "application/geo+json"},
		{"/collections/places/items?limit=1", "application/json", "application/json"},
		{"/collections/places/items?limit=1&f=geojson", "", "application/geo+json"},
		{"/collections/places/items?limit=1", browser, "text/html; charset=utf-8"},
		{"/collections/places/queryables", "application/schema+json", "application/schema+json"},
		{"/collections/places/items?limit=x", browser, "text/html; charset=utf-8"},
	} {
		headers := []string{}
		if x.accept != "" {
			headers = []string{"Accept", x.accept}
		}
		if a := c.get(t, x.path, headers...); a.Header.Get("Content-Type") != x.want {
			t.Errorf("%s for %q: %d %s", x.path, x.accept, a.StatusCode, a.Header.Get("Content-Type"))
		}
	}
}

// tiles: the links of a tile set lead to the grid and to tiles, and the limits are
// those of the data.
func tiles(t *testing.T, c *client) {
	for _, base := range []string{"", "/collections/cells", "/collections/places", "/collections/gaps"} {
		sets := c.objects(t, c.read(t, base+"/tiles")["tilesets"])
		if len(sets) != 1 {
			t.Fatalf("%s: %v", base, sets)
		}
		set := c.read(t, c.link(t, sets[0], "self"))
		grid := c.read(t, c.link(t, set, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"))
		if grid["id"] != "WebMercatorQuad" || set["tileMatrixSetURI"] != grid["uri"] || set["crs"] != grid["crs"] || len(set["layers"].([]any)) == 0 {
			t.Errorf("%s: %v", base, set)
		}
		tile := c.link(t, set, "item")
		if !strings.Contains(tile, "/tiles/") || !strings.HasSuffix(tile, "/{tileMatrix}/{tileCol}/{tileRow}.mvt") {
			t.Errorf("%s: tiles at %q", base, tile)
		}
		for _, l := range c.objects(t, set["tileMatrixSetLimits"]) {
			if l["tileMatrix"] == "8" && (l["minTileCol"].(float64) < 132 || l["maxTileCol"].(float64) > 134 || l["minTileRow"].(float64) < 90 || l["maxTileRow"].(float64) > 93) {
				t.Errorf("%s: %v", base, l)
			}
		}
	}
	first := c.objects(t, c.read(t, "/tileMatrixSets/WebMercatorQuad")["tileMatrices"])[0]
	if scale := first["scaleDenominator"].(float64); scale < 559082264.0287 || scale > 559082264.0288 { // 17-083r4, D.1
		t.Errorf("scale %v at zoom 0", scale)
	}
}

// fields: queryables, sortables and schema name what the features have.
func fields(t *testing.T, c *client) {
	for _, id := range c.list {
		properties := c.items(t, "/collections/"+id+"/items?limit=1")[0]["properties"].(document)
		for path, geometry := range map[string]bool{"queryables": true, "sortables": false, "schema": true} {
			doc := c.read(t, "/collections/"+id+"/"+path)
			named := doc["properties"].(document)
			if doc["$id"] != c.base+"/collections/"+id+"/"+path || (named["geometry"] != nil) != geometry {
				t.Errorf("%s of %s: %v", path, id, doc["$id"])
			}
			for name := range properties {
				if named[name] == nil {
					t.Errorf("%s of %s: no %s", path, id, name)
				}
			}
		}
	}
}

// TestTransport shares one store: loading the starting set takes seconds.
func TestTransport(t *testing.T) { transported(t, geotest.Store(t)) }
