// Package web is what people see: pages rendered by the server that read and
// work without JavaScript, the map as a TypeScript island, and the texts in
// Italian and English.
package web

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
)

// Options are what the pages need besides the data.
type Options struct {
	Log *slog.Logger
	// Now is the clock, for the age of the data.
	Now func() time.Time
	// Location is where the clock times of the pages are; nil is UTC.
	Location *time.Location
	// Owner is the body that publishes the atlas, in the header of every page.
	Owner string
	// DefaultKind is shown first; "" is the first kind.
	DefaultKind geo.KindID
	// Limits are printed on /limiti.
	Limits []wire.Limit
}

// site holds what every page needs.
type site struct {
	Options
	store  Store
	assets *assets
	texts  map[Lang]*texts
	pages  map[Lang]*pages
}

// New makes the handler of all pages and their assets. It fails only when the
// embedded texts or templates are broken; without built assets it logs what to
// do, and the pages say it too.
func New(store Store, o Options) (http.Handler, error) {
	if o.Location == nil {
		o.Location = time.UTC
	}
	s := &site{Options: o, store: store, texts: map[Lang]*texts{}, pages: map[Lang]*pages{}}
	for _, lang := range languages {
		x, err := loadTexts(lang)
		if err != nil {
			return nil, err
		}
		s.texts[lang] = x
		if s.pages[lang], err = loadPages(x); err != nil {
			return nil, err
		}
	}
	var err error
	if s.assets, err = loadAssets(); err != nil {
		o.Log.Error("web", "err", err)
	}
	return s.routes(), nil
}

func (s *site) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(wire.Secure, secure)
	r.Method(http.MethodGet, "/assets/*", wire.Handle(s.Log, s.assets.serve))
	r.Group(func(r chi.Router) {
		r.Use(wire.Deadline(wire.ReadDeadline))
		home := append(append([]string{}, choices...), openings...)
		s.get(r, "/", s.home, home...)
		s.get(r, "/zone", s.zones, choices...)
		s.get(r, "/zone/{n}", s.zone, choices...)
		s.get(r, "/comuni", s.comuni, append([]string{"q"}, choices...)...)
		s.get(r, "/comuni/{istat}", s.comune, choices...)
		s.get(r, "/luoghi/{id}", s.place, choices...)
		s.get(r, "/aree/{id}", s.gap, choices...)
		s.get(r, "/metodo", s.method, choices...)
		s.get(r, "/limiti", s.limits, choices...)
	})
	r.NotFound(func(w http.ResponseWriter, r *http.Request) {
		if path := strings.TrimRight(r.URL.Path, "/"); path != "" && path != r.URL.Path && !strings.HasPrefix(path, "//") {
			to := url.URL{Path: path, RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
			return
		}
		s.fail(w, r, geo.NotFound("Questa pagina non c'è. Forse l'indirizzo è stato copiato a metà. / This page does not exist. Perhaps half of the address is missing."))
	})
	r.MethodNotAllowed(wire.MethodNotAllowed(s.Log).ServeHTTP)
	return r
}

// policy lets a page load nothing but what comes from this very host. Pictures
// may be data: for the small icons inside the style sheet, and blob: for the map.
const policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}
