package tiles

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"

	"atlante/geo/geotest"
	"atlante/tiles/tiletest"
)

// nowhere takes an answer and drops it.
type nowhere struct{ header http.Header }

func (n *nowhere) Header() http.Header         { return n.header }
func (n *nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n *nowhere) WriteHeader(int)             {}

// BenchmarkWarm is what a tile costs that is in the cache, beside net/http itself.
func BenchmarkWarm(b *testing.B) {
	store := geotest.Store(b)
	r := chi.NewRouter()
	Mount(r, store, Options{Log: geotest.Log(), Version: "test", Holder: tiletest.Held(b, store)})
	for name, target := range map[string]string{"one": "/tiles/cells/11/1065/733.mvt", "composite": "/tiles/cells,gaps,places/11/1065/733.mvt"} {
		b.Run(name, func(b *testing.B) {
			req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, target, nil)
			req.Header.Set("Accept-Encoding", "gzip")
			b.ReportAllocs()
			for b.Loop() {
				w := &nowhere{http.Header{}}
				r.ServeHTTP(w, req)
			}
		})
	}
}
