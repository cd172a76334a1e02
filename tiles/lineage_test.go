package tiles

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/geo/postgis"
	"atlante/tiles/snapshot"
)

// process is a service that has just started, without a server.
type process struct {
	*Service
	holder *snapshot.Holder
	http.Handler
}

func begin(t *testing.T, store Store, src snapshot.Source, o Options) process {
	t.Helper()
	h := snapshot.NewHolder(src, snapshot.Options{Log: geotest.Log(), Now: time.Now})
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return mounted(store, h, o)
}

func mounted(store Store, h *snapshot.Holder, o Options) process {
	r := chi.NewRouter()
	o.Log, o.Version, o.Holder = geotest.Log(), "test", h
	return process{Mount(r, store, o), h, r}
}

func (p process) get(t *testing.T, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

// replaced is a store that another one may take the place of: an older publication and
// a newer territory, which add up to the same, and other names.
type replaced struct {
	*postgis.Store
	by atomic.Bool
}

func (r *replaced) of(s layer.State) layer.State {
	if r.by.Load() {
		s.Publication--
		s.Territory++
	}
	return s
}

func (r *replaced) TileState(ctx context.Context) (layer.State, error) {
	s, err := r.Store.TileState(ctx)
	return r.of(s), err
}

func (r *replaced) PlacesSince(ctx context.Context, v int64) (layer.PlaceChange, error) {
	c, err := r.Store.PlacesSince(ctx, v)
	c.State = r.of(c.State)
	return c, err
}

func (r *replaced) TileRows(ctx context.Context, ids []string, each func(*layer.Row) error) (layer.State, error) {
	s, err := r.Store.TileRows(ctx, ids, func(row *layer.Row) error {
		if r.by.Load() && row.Layer == "zones" {
			row.Values[1] = "ALTRA BASE"
		}
		return each(row)
	})
	return r.of(s), err
}

// TestOlderStoreWithLikeVersions: versions of a layer that are the same in an older
// store do not bring back the tiles of the newer one.
func TestOlderStoreWithLikeVersions(t *testing.T) {
	src := &replaced{Store: geotest.Store(t)}
	p := begin(t, src.Store, src, Options{})
	const at = "/tiles/zones/8/133/91.mvt"
	before := p.get(t, at)
	src.by.Store(true)
	if err := p.holder.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := p.get(t, at, "If-None-Match", before.Header().Get("ETag")); a.Code != 200 || !bytes.Contains(a.Body.Bytes(), []byte("ALTRA BASE")) {
		t.Errorf("%d, as before: %v", a.Code, bytes.Equal(a.Body.Bytes(), before.Body.Bytes()))
	}
}

// TestTagsAreOfOneDatabase: a database that was restored from a backup gives its
// versions out once more, for something else; tags do not. The same database has the
// same tags in every process.
func TestTagsAreOfOneDatabase(t *testing.T) {
	var tags [2]string
	var bodies [2][]byte
	var versions [2]string
	const at = "/tiles/places/8/133/91.mvt"
	for i, order := range []string{"ASC", "DESC"} {
		s := geotest.Store(t) // both begin at the same version
		if _, err := geotest.Login(t, s).Exec(t.Context(), `DELETE FROM atlante.place WHERE id = (SELECT id FROM atlante.public_place
			WHERE ext.ST_Intersects(position, ext.ST_Transform(ext.ST_TileEnvelope(8, 133, 91), 4326)) ORDER BY id `+order+` LIMIT 1)`); err != nil {
			t.Fatal(err)
		}
		p := begin(t, s, s, Options{})
		a := p.get(t, at)
		tags[i], bodies[i], versions[i] = a.Header().Get("ETag"), a.Body.Bytes(), a.Header().Get(VersionsHeader)
		if again := begin(t, s, s, Options{}).get(t, at, "If-None-Match", tags[i]); again.Code != http.StatusNotModified {
			t.Errorf("another process with the same database: %d", again.Code)
		}
	}
	if versions[0] != versions[1] || bytes.Equal(bodies[0], bodies[1]) {
		t.Fatalf("versions %q and %q, the same bytes %v", versions[0], versions[1], bytes.Equal(bodies[0], bodies[1]))
	}
	if tags[0] == tags[1] {
		t.Error("one tag for two tiles")
	}
}

// TestTilesWithOtherFields: kinds that are no longer asked for by area change the
// fields of tiles whose version they leave as it is.
func TestTilesWithOtherFields(t *testing.T) {
	s := geotest.Store(t)
	p := begin(t, s, s, Options{})
	const at = "/tiles/comuni/8/133/91.mvt"
	before := p.get(t, at)
	if _, err := geotest.Login(t, s).Exec(t.Context(), `UPDATE atlante.kind SET by_area = NOT by_area`); err != nil {
		t.Fatal(err)
	}
	if err := p.holder.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := p.get(t, at)
	anew := begin(t, s, s, Options{}).get(t, at)
	if !bytes.Equal(after.Body.Bytes(), anew.Body.Bytes()) || bytes.Equal(after.Body.Bytes(), before.Body.Bytes()) {
		t.Errorf("%d bytes before, %d after, %d made anew", before.Body.Len(), after.Body.Len(), anew.Body.Len())
	}
	if before.Header().Get("ETag") == after.Header().Get("ETag") || after.Header().Get("ETag") != anew.Header().Get("ETag") {
		t.Errorf("tags %s before, %s after, %s anew", before.Header().Get("ETag"), after.Header().Get("ETag"), anew.Header().Get("ETag"))
	}
}
