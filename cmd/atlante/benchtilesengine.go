package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb/maptile"

	"atlante/api/wire"
	"atlante/tiles"
	"atlante/tiles/snapshot"
)

// tileBudget is far above what any layer takes here.
const tileBudget = 16 << 30

// engine is the tile service over a snapshot, behind the routes and the headers
// that the service has. cached false: nothing is kept from one request to the next.
func (b *tileBench) engine(holder *snapshot.Holder, cached bool) http.Handler {
	o := tiles.Options{Log: b.log, Origins: wire.Origins{}, Version: version(), Holder: holder, Cache: -1, Slots: cores, Busy: b.threads.tell}
	if cached {
		o.Cache = tiles.CacheBytes
	}
	r := chi.NewRouter()
	tiles.Mount(r, b.d, o)
	return r
}

// readTile asks a server for a tile, packed with gzip.
func readTile(ctx context.Context, address, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	client := http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, resp.Status)
	}
	return body, err
}

// peers are the servers that PEERS names: an address with {z}, {x} and {y}.
func (b *tileBench) peers(passes int) ([]*contestant, error) {
	var out []*contestant
	for name, address := range b.Peers {
		u, err := url.Parse(strings.NewReplacer("{z}", "7", "{x}", "66", "{y}", "46").Replace(address))
		if err != nil || u.Scheme != "http" || u.Port() == "" {
			return nil, fmt.Errorf("PEERS: %q: http://host:port/…/{z}/{x}/{y}… is needed", address)
		}
		_, rest, _ := strings.Cut(address, "://")
		_, rest, _ = strings.Cut(rest, "/")
		c := newContestant(name, u.Host, func(t maptile.Tile) string {
			return "/" + strings.NewReplacer("{z}", fmt.Sprint(t.Z), "{x}", fmt.Sprint(t.X), "{y}", fmt.Sprint(t.Y)).Replace(rest)
		}, passes)
		c.foreign = true
		out = append(out, c)
	}
	return out, nil
}

// loaded is a snapshot and what it took to make.
type loaded struct {
	holder *snapshot.Holder
	took   time.Duration
	bytes  int64
}

// load reads the snapshot from the store.
func (b *tileBench) load(ctx context.Context, from snapshot.Source) (loaded, error) {
	h := snapshot.NewHolder(from, snapshot.Options{Log: b.log, Budget: tileBudget, Now: time.Now})
	if b.Profiles != "" {
		f, err := os.Create(filepath.Join(b.Profiles, fmt.Sprintf("load%d.pprof", time.Now().Unix())))
		if err != nil {
			return loaded{}, err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return loaded{}, err
		}
		defer pprof.StopCPUProfile()
	}
	began := time.Now()
	if err := h.Refresh(ctx); err != nil {
		return loaded{}, fmt.Errorf("snapshot: %w", err)
	}
	return loaded{h, time.Since(began), h.Now().Bytes()}, nil
}
