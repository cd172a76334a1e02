package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"atlante/api"
	"atlante/tiles/world"
)

// tilesStatus is what the service says of its tiles; false while it cannot.
func (s *service) tilesStatus() (*api.TilesStatus, bool) {
	code, body := s.get("/status")
	var doc struct{ Tiles *api.TilesStatus }
	if code != http.StatusOK || json.Unmarshal([]byte(body), &doc) != nil || doc.Tiles == nil || doc.Tiles.AgeSeconds == nil {
		return nil, false
	}
	return doc.Tiles, true
}

// warm waits until tiles come from memory and are made in advance.
func (s *service) warm(t testing.TB) {
	t.Helper()
	s.until(t, 2*time.Minute, "the tiles are not made in advance", func() bool {
		st, ok := s.tilesStatus()
		return ok && st.Source == "memory" && st.WarmMillis != nil
	})
}

func (p place) tile(layers string, z uint32) string {
	t := world.Of(world.FromLonLat(p.lon, p.lat), z)
	return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layers, t.Z, t.X, t.Y)
}

// untilShown waits until the tile of a place holds a text, or does not.
func (s *service) untilShown(t testing.TB, p place, text string, shown bool, most time.Duration) {
	t.Helper()
	s.until(t, most, fmt.Sprintf("%q is shown: %v", text, !shown), func() bool {
		code, body := s.get(p.tile("places", 14))
		return (code == 200 || code == 204) && strings.Contains(body, text) == shown
	})
}

// loading is clients that read all along, and what came of it.
type loading struct {
	stop    context.CancelFunc
	clients sync.WaitGroup
	never   string // what no answer may hold
	paths   []string

	answers, notModified atomic.Int64
	mu                   sync.Mutex
	failed               map[string]int
}

// load has clients read around some places: tiles alone and together, both scenarios, and what describes them. Each has
// an address of its own on loopback, because the service counts what one address asks.
func (s *service) load(t testing.TB, clients int, never string, around ...place) *loading {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	l := &loading{stop: stop, never: never, failed: map[string]int{}, paths: []string{"/tiles/index.json", "/tiles/cells,places.json",
		"/tiles/scenario/planned/cells,gaps.json", "/styles/map.json", "/styles/coverage.json", "/styles/gaps.json", "/styles/sprite.json"}}
	for _, p := range around {
		for z := uint32(6); z <= 14; z++ {
			for _, layers := range []string{"places", "cells", "zones,comuni,cells,gaps,places,zone_labels,comune_labels", "scenario/planned/cells,gaps,places"} {
				l.paths = append(l.paths, p.tile(layers, z))
			}
		}
	}
	for n := range clients {
		l.clients.Go(func() {
			c, rng := clientAt(fmt.Sprintf("127.0.6.%d", n+1)), rand.New(rand.NewPCG(uint64(n), 8))
			held := map[string]string{}
			for ctx.Err() == nil {
				l.ask(ctx, c, s, l.paths[rng.IntN(len(l.paths))], rng, held)
				time.Sleep(time.Duration(rng.IntN(40)) * time.Millisecond)
			}
		})
	}
	return l
}

func clientAt(addr string) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(addr)}}
	return &http.Client{Transport: &http.Transport{DisableCompression: true, DialContext: dialer.DialContext}, Timeout: 20 * time.Second}
}

// ask asks once, in some encoding, often whether what is held is still good; and counts what is not as it must be.
func (l *loading) ask(ctx context.Context, c *http.Client, s *service, path string, rng *rand.Rand, held map[string]string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+path, nil)
	if err != nil {
		return
	}
	encoding := []string{"identity", "gzip", "br, gzip"}[rng.IntN(3)]
	req.Header.Set("Accept-Encoding", encoding)
	if tag := held[path+encoding]; tag != "" && rng.IntN(2) == 0 {
		req.Header.Set("If-None-Match", tag)
	}
	res, err := c.Do(req)
	if err != nil {
		if ctx.Err() == nil {
			l.fail(fmt.Sprintf("%s: %v", path, err))
		}
		return
	}
	defer res.Body.Close()
	body, err := plain(res)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		l.fail(fmt.Sprintf("%s: %v", path, err))
	case res.StatusCode == http.StatusNotModified:
		l.notModified.Add(1)
	case res.StatusCode != 200 && res.StatusCode != 204:
		l.fail(fmt.Sprintf("%s: %d %.150s", path, res.StatusCode, body))
	case strings.Contains(body, l.never):
		l.fail(path + " holds what was withdrawn")
	}
	held[path+encoding] = res.Header.Get("ETag")
	l.answers.Add(1)
}

func plain(res *http.Response) (string, error) {
	raw, err := io.ReadAll(res.Body)
	if err != nil || len(raw) == 0 {
		return "", err
	}
	var from io.Reader = bytes.NewReader(raw)
	switch res.Header.Get("Content-Encoding") {
	case "gzip":
		if from, err = gzip.NewReader(from); err != nil {
			return "", err
		}
	case "br":
		from = brotli.NewReader(from)
	}
	b, err := io.ReadAll(from)
	return string(b), err
}

func (l *loading) fail(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failed[what]++
}

// noneWithdrawn asks so many times for the tiles of a withdrawn place.
func (l *loading) noneWithdrawn(t testing.TB, s *service, answers int, p place) {
	t.Helper()
	before := l.answers.Load()
	c, rng, held := clientAt("127.0.6.200"), rand.New(rand.NewPCG(1, 8)), map[string]string{}
	for i := range answers {
		l.ask(t.Context(), c, s, p.tile([]string{"places", "cells,places"}[i%2], uint32(11+i%4)), rng, held)
	}
	if l.answers.Load()-before < int64(answers) {
		t.Errorf("only %d of %d answers", l.answers.Load()-before, answers)
	}
}

// running waits until the clients have had some hundreds of answers more.
func (l *loading) running(t testing.TB, s *service) {
	t.Helper()
	before := l.answers.Load()
	s.until(t, 30*time.Second, "nobody is answered", func() bool { return l.answers.Load() > before+300 && l.notModified.Load() > 0 })
}

// end stops the clients and tells what has failed: nothing may.
func (l *loading) end(t testing.TB) {
	t.Helper()
	l.stop()
	l.clients.Wait()
	t.Logf("%d answers, %d of them 304", l.answers.Load(), l.notModified.Load())
	if l.answers.Load() < 300 || l.notModified.Load() == 0 {
		t.Errorf("only %d answers, %d of them 304", l.answers.Load(), l.notModified.Load())
	}
	for what, n := range l.failed {
		t.Errorf("%d times: %s", n, what)
	}
}
