package tiles

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/tiles/mvt"
	"atlante/tiles/snapshot"
)

// troubled is a store that counts what it is asked, and may hang.
type troubled struct {
	Store
	hangs                   bool
	zones, versions, slowly atomic.Int32
}

func (s *troubled) Tile(ctx context.Context, id string, sc cover.Scenario, z, x, y uint32) ([]byte, error) {
	if s.hangs {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return s.Store.Tile(ctx, id, sc, z, x, y)
}

func (s *troubled) Zones(ctx context.Context, geometry bool) ([]geo.Zone, error) {
	s.zones.Add(1)
	time.Sleep(time.Duration(s.slowly.Load()))
	return s.Store.Zones(ctx, geometry)
}

func (s *troubled) LayerVersions(ctx context.Context) (map[string]int64, error) {
	s.versions.Add(1)
	time.Sleep(time.Duration(s.slowly.Load()))
	return s.Store.LayerVersions(ctx)
}

// TestHangingDatabase: tiles of layers that memory does not hold wait for a database
// that does not answer; tiles from memory do not wait for them.
func TestHangingDatabase(t *testing.T) {
	s := geotest.Store(t)
	h := snapshot.NewHolder(s, snapshot.Options{Log: geotest.Log(), Budget: 1 << 20, Now: time.Now}) // no room for cells
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := mounted(&troubled{Store: s, hangs: true}, h, Options{Slots: 2})
	if h.Now().Holds("cells") || !h.Now().Holds("comune_labels") {
		t.Fatal("the budget of this test holds other layers than it thinks")
	}
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var waiting sync.WaitGroup
	for i := range 2 * storeTurns {
		waiting.Go(func() {
			r := httptest.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("/tiles/cells/10/%d/366.mvt", 530+i), nil)
			p.ServeHTTP(httptest.NewRecorder(), r)
		})
	}
	waitFor(t, 5*time.Second, func() bool { return p.asking.waiting() == storeTurns })
	if a := p.get(t, "/tiles/comune_labels/10/532/366.mvt"); a.Code != http.StatusOK || p.asking.waiting() == 0 {
		t.Errorf("a tile from memory: %d, %d of the others still wait", a.Code, p.asking.waiting())
	}
	leave()
	waiting.Wait()
}

// TestAskedAtOnce: a hundred who come at once with versions that somebody has made up,
// or for a description after a change, are few questions to the database.
func TestAskedAtOnce(t *testing.T) {
	store := &troubled{Store: geotest.Store(t)}
	store.slowly.Store(int32(50 * time.Millisecond))
	s := store.Store.(snapshot.Source)
	p := begin(t, store, s, Options{})
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			if a := p.get(t, fmt.Sprintf("/tiles/zones/8/133/91.mvt?v=%d", 1_000_000+i)); a.Code != http.StatusConflict {
				t.Errorf("a version that is none: %d", a.Code)
			}
			if a := p.get(t, "/tiles/zones.json"); a.Code != http.StatusOK {
				t.Errorf("description: %d", a.Code)
			}
		})
	}
	all.Wait()
	if z, v := store.zones.Load(), store.versions.Load(); z > 5 || v > 50 {
		t.Errorf("zones were read %d times, versions %d", z, v)
	}
}

// TestPanicInAdvance: tiles that cannot be made are an error for those who ask for them,
// and no end of the program that makes tiles in advance.
func TestPanicInAdvance(t *testing.T) {
	s := geotest.Store(t)
	p := begin(t, s, s, Options{})
	writers = sync.Pool{New: func() any { return (*mvt.Writer)(nil) }}
	defer func() { writers = sync.Pool{New: newWriter} }()
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); p.Run(ctx) }()
	waitFor(t, 30*time.Second, func() bool { return !p.State().Warm.Done.IsZero() })
	end()
	<-ended
	if a := p.get(t, "/tiles/zones/8/133/91.mvt"); a.Code != http.StatusInternalServerError {
		t.Errorf("%d", a.Code)
	}
}
