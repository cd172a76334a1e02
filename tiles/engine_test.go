package tiles

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/go-chi/chi/v5"
	"github.com/klauspost/compress/gzip"

	"atlante/api/wire"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/tiles/cache"
	"atlante/tiles/snapshot"
	"atlante/tiles/tiletest"
)

// engine is a service with a snapshot of the starting set, over real HTTP.
type engine struct {
	*Service
	store  *postgis.Store
	holder *snapshot.Holder
	url    string
	http   *http.Client
}

func newEngine(t testing.TB, o Options) *engine {
	t.Helper()
	store := geotest.Store(t)
	e := &engine{store: store, holder: tiletest.Held(t, store), http: &http.Client{Transport: &http.Transport{
		DisableCompression: true, MaxIdleConnsPerHost: 600}}}
	o.Log, o.Version, o.Holder = geotest.Log(), "test", e.holder
	r := chi.NewRouter()
	e.Service = Mount(r, store, o)
	server := httptest.NewUnstartedServer(r)
	wire.Bound(server.Config)
	server.Listener = wire.InOnePiece(server.Config, server.Listener)
	server.Start()
	t.Cleanup(server.Close)
	e.url = server.URL
	return e
}

// answer is what came back, read to the end.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (e *engine) ask(ctx context.Context, method, path string, headers ...string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, e.url+path, nil)
	if err != nil {
		return answer{}, err
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := e.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, body}, err
}

func (e *engine) get(t testing.TB, path string, headers ...string) answer {
	t.Helper()
	a, err := e.ask(t.Context(), http.MethodGet, path, headers...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestEngine shares one store: loading the starting set takes seconds.
func TestEngine(t *testing.T) {
	e := newEngine(t, Options{})
	t.Run("encodings", func(t *testing.T) { encodingsAgree(t, e) })
	t.Run("headers", func(t *testing.T) { headers(t, e) })
	t.Run("the short way and the long", func(t *testing.T) { shortAndLong(t, e) })
	t.Run("before the routes", func(t *testing.T) { keptAnswers(t, e) })
	t.Run("made once", func(t *testing.T) { madeOnce(t, e) })
	t.Run("nobody waits", func(t *testing.T) { nobodyWaits(t, e) })
	t.Run("too many", func(t *testing.T) { tooMany(t, e) })
	t.Run("slow", func(t *testing.T) { slow(t, e, slowConnections) })
	t.Run("begun before", func(t *testing.T) { begunBefore(t, e) })
	t.Run("pins", func(t *testing.T) { pins(t, e) })
	t.Run("a change elsewhere", func(t *testing.T) { elsewhere(t, e) })
	t.Run("pyramid", func(t *testing.T) { pyramid(t, e) })
	t.Run("fresh", func(t *testing.T) { fresh(t, e, freshWrites, freshReaders) })
	t.Run("without the database", func(t *testing.T) { withoutDatabase(t, e) }) // last: it takes the database away
}

const composite = "/tiles/cells,gaps,places/9/266/183.mvt"

// encodingsAgree: plain, gzip and Brotli hold the same, and each has its own tag.
func encodingsAgree(t *testing.T, e *engine) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go e.better.run(ctx, e.Service)
	plain, packed := e.get(t, composite), e.get(t, composite, "Accept-Encoding", "gzip")
	if plain.status != 200 || len(plain.body) < 1000 || plain.header.Get("Content-Encoding") != "" {
		t.Fatalf("%d with %d bytes, %v", plain.status, len(plain.body), plain.header)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, plain.body) {
		t.Errorf("gzip holds something else: %v", err)
	}
	var best answer
	for range 100 {
		if best = e.get(t, composite, "Accept-Encoding", "gzip, br"); best.header.Get("Content-Encoding") == "br" {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if got, err := io.ReadAll(brotli.NewReader(bytes.NewReader(best.body))); err != nil || !bytes.Equal(got, plain.body) {
		t.Errorf("%q holds something else: %v", best.header.Get("Content-Encoding"), err)
	}
	t.Logf("plain %d, gzip %d, Brotli %d bytes", len(plain.body), len(packed.body), len(best.body))
	tags := map[string]bool{plain.header.Get("ETag"): true, packed.header.Get("ETag"): true, best.header.Get("ETag"): true}
	if len(tags) != 3 {
		t.Errorf("tags %v", tags)
	}
	for tag := range tags { // whoever holds any of them need not fetch another
		if a := e.get(t, composite, "Accept-Encoding", "gzip, br", "If-None-Match", `"x", W/`+tag); a.status != 304 || len(a.body) != 0 || a.header.Get("ETag") != tag {
			t.Errorf("%s: %d", tag, a.status)
		}
	}
	if a := e.get(t, composite, "Accept-Encoding", "identity", "If-None-Match", packed.header.Get("ETag")); a.status != 200 {
		t.Errorf("a packed tile is no plain one: %d", a.status)
	}
}

func headers(t *testing.T, e *engine) {
	const path = "/tiles/zones,comuni/8/133/91.mvt"
	first, second := e.get(t, path, "Accept-Encoding", "gzip"), e.get(t, path, "Accept-Encoding", "gzip")
	want := map[string]string{
		"Content-Type": "application/vnd.mapbox-vector-tile", "Content-Encoding": "gzip", "Vary": "Accept-Encoding",
		"Cache-Control": "public, max-age=0, stale-while-revalidate=60, stale-if-error=86400",
		"Cache-Status":  "atlante; hit", "Access-Control-Allow-Origin": "*", "Age": second.header.Get("Age"),
		"Content-Length": fmt.Sprint(len(first.body)), "ETag": first.header.Get("ETag"),
		VersionsHeader: fmt.Sprintf("zones=%d, comuni=%d", e.holder.Now().Version("zones"), e.holder.Now().Version("comuni")),
	}
	for name, value := range want {
		if got := second.header.Get(name); got != value || value == "" {
			t.Errorf("%s: %q, not %q", name, got, value)
		}
	}
	if got := first.header.Get("Cache-Status"); got != "atlante; fwd=miss; stored" {
		t.Errorf("the first: %q", got)
	}
	if age := second.header.Get("Age"); len(age) != 1 || age > "3" {
		t.Errorf("Age %q", age)
	}
	head, err := e.ask(t.Context(), http.MethodHead, path, "Accept-Encoding", "gzip")
	if err != nil || head.status != 200 || len(head.body) != 0 {
		t.Errorf("HEAD: %d %v", head.status, err)
	}
	for name, value := range want {
		if got := head.header.Get(name); got != value && name != "Age" {
			t.Errorf("HEAD: %s: %q, not %q", name, got, value)
		}
	}
	options, err := e.ask(t.Context(), http.MethodOptions, path)
	if err != nil || options.status != 204 || options.header.Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("OPTIONS: %d %v %v", options.status, options.header, err)
	}
	places := e.get(t, "/tiles/zones,places/8/0/0.mvt", "Accept-Encoding", "gzip")
	if places.status != 204 || places.header.Get("ETag") == "" || places.header.Get("Content-Type") != "" ||
		places.header.Get("Cache-Control") != "public, max-age=0, stale-while-revalidate=1, stale-if-error=4" {
		t.Errorf("nothing: %d %v", places.status, places.header)
	}
	if again := e.get(t, "/tiles/zones,places/8/0/0.mvt", "If-None-Match", places.header.Get("ETag")); again.status != 304 {
		t.Errorf("nothing, again: %d", again.status)
	}
	for _, bad := range []string{"?w=1", "?v=1&v=1", "?v=", "?v=x"} {
		made := e.made.Load()
		if a := e.get(t, "/tiles/zones/7/66/45.mvt"+bad); a.status != 400 || e.made.Load() != made || a.header.Get("Cache-Status") != "" {
			t.Errorf("%s: %d %v", bad, a.status, a.header)
		}
	}
}

// keyOf is the key of a path today.
func (e *engine) keyOf(t *testing.T, layers string, z, x, y uint32) (view, address, cache.Key) {
	t.Helper()
	list, err := parseSelection(layers)
	if err != nil {
		t.Fatal(err)
	}
	a := address{layers: list, asked: list, scenario: "current", z: z, x: x, y: y}
	v, err := e.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v, a, v.key(a)
}
