package tiles_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"hash/maphash"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/tiles"
	"atlante/tiles/tiletest"
)

// observed is a tile service over real HTTP, and what its readers have seen.
type observed struct {
	url                  string
	seed                 maphash.Seed
	seen                 sync.Map // path and tag → sum of the bytes
	answers, notModified atomic.Int64
}

func serveTiles(t *testing.T, s *postgis.Store) *observed {
	t.Helper()
	r := chi.NewRouter()
	served := tiles.Mount(r, s, tiles.Options{Log: geotest.Log(), Version: "test", Holder: tiletest.Held(t, s)})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { served.Run(ctx) })
	server := &http.Server{Handler: r}
	wire.Bound(server)
	l := listen(t)
	running.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { stop(); _ = server.Close(); running.Wait() })
	return &observed{url: "http://" + l.Addr().String(), seed: maphash.MakeSeed()}
}

// listen finds a port below those that the system gives away.
func listen(t *testing.T) net.Listener {
	t.Helper()
	for port := 23100; port < 24100; port++ {
		if l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port)); err == nil {
			return l
		}
	}
	t.Fatal("no port is free")
	return nil
}

func (o *observed) tags() (n int) {
	o.seen.Range(func(any, any) bool { n++; return true })
	return n
}

// reader is one client: a connection of its own, the tags that it holds, the versions that it has seen.
type reader struct {
	*observed
	client   *http.Client
	rng      *rand.Rand
	held     map[string]string // path and encoding → tag
	versions map[string]int64
}

func (o *observed) reader(n int) *reader {
	return &reader{o, &http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: 20 * time.Second},
		rand.New(rand.NewPCG(uint64(n), 1)), map[string]string{}, map[string]int64{}}
}

// told is an answer, its body unpacked.
type told struct {
	status int
	header http.Header
	body   string
}

// encodings that a reader may take.
var accepted = []string{"identity", "gzip", "br, gzip", "br"}

// ask asks for a tile with an encoding by chance, sometimes whether the one that it holds is still good.
func (r *reader) ask(t testing.TB, path string) told {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	encoding := accepted[r.rng.IntN(len(accepted))]
	req.Header.Set("Accept-Encoding", encoding)
	holds := path + " " + encoding
	if tag := r.held[holds]; tag != "" && r.rng.IntN(2) == 0 {
		req.Header.Set("If-None-Match", tag)
	}
	res, err := r.client.Do(req)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return told{}
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	a := told{res.StatusCode, res.Header, ""}
	if err == nil {
		a.body, err = opened(raw, res.Header.Get("Content-Encoding"))
	}
	if err != nil || a.status != 200 && a.status != 204 && a.status != 304 {
		t.Errorf("%s: %d %v %.200s", path, a.status, err, raw)
		return a
	}
	r.note(t, path, a, raw)
	r.held[holds] = res.Header.Get("Etag")
	return a
}

func opened(raw []byte, encoding string) (string, error) {
	var from io.Reader = bytes.NewReader(raw)
	switch encoding {
	case "gzip":
		z, err := gzip.NewReader(from)
		if err != nil {
			return "", err
		}
		from = z
	case "br":
		from = brotli.NewReader(from)
	case "":
	default:
		return "", fmt.Errorf("encoding %q", encoding)
	}
	b, err := io.ReadAll(from)
	return string(b), err
}

// note checks what holds of every answer: versions only grow, and a tag stands for the same bytes for everybody.
func (r *reader) note(t testing.TB, path string, a told, raw []byte) {
	t.Helper()
	r.answers.Add(1)
	versions := a.header.Get(tiles.VersionsHeader)
	if versions == "" {
		t.Errorf("%s: no versions", path)
	}
	for one := range strings.SplitSeq(versions, ", ") {
		id, text, _ := strings.Cut(one, "=")
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil || v < r.versions[id] {
			t.Errorf("%s: %s after %d (%v)", path, one, r.versions[id], err)
		}
		r.versions[id] = v
	}
	tag := a.header.Get("Etag")
	if tag == "" {
		t.Errorf("%s: no tag", path)
	}
	if a.status == http.StatusNotModified {
		r.notModified.Add(1)
		return
	}
	sum := maphash.Bytes(r.seed, raw)
	if was, known := r.seen.LoadOrStore(path+tag, sum); known && was != sum {
		t.Errorf("%s: tag %s stands for other bytes than before", path, tag)
	}
}

// readOn reads until ctx ends. The clients rest between requests as people's do; else they would take both cores for
// themselves and nobody could write.
func (r *reader) readOn(ctx context.Context, t *testing.T, w *writer) {
	for path := ""; ctx.Err() == nil; {
		if path == "" || r.rng.IntN(3) == 0 { // mostly the same again, as a map does that is left and entered
			layers := []string{"places", "cells,places", "zones,comuni,cells,gaps,places"}[r.rng.IntN(3)]
			path = tileAt(layers, somewhere(r.rng), 6+r.rng.Uint32N(9))
		}
		asked := time.Now()
		a := r.ask(t, path)
		if late := w.late(a.body, asked, 5*time.Second); len(late) > 0 {
			t.Errorf("withdrawn over 5 s ago and still seen: %v", late)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(r.rng.IntN(100)) * time.Millisecond):
		}
	}
}

// noneWithdrawn: of so many answers around the places of these tests none holds one that was withdrawn.
func (o *observed) noneWithdrawn(t *testing.T, w *writer, answers int) {
	t.Helper()
	r, full := o.reader(1000), 0
	for i := range answers {
		var at orb.Point
		if at = somewhere(r.rng); len(w.shown) > 0 && i%2 == 0 {
			at = w.shown[r.rng.IntN(len(w.shown))].at
		}
		a := r.ask(t, tileAt("places", at, 11+r.rng.Uint32N(4)))
		if late := w.late(a.body, time.Now(), 0); len(late) > 0 {
			t.Errorf("withdrawn and still seen: %v, %v", late, a.header)
		}
		if strings.Contains(a.body, "Prova ") {
			full++
		}
	}
	if full < answers/10 {
		t.Errorf("only %d of %d answers hold places", full, answers)
	}
}
