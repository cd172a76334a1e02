// Package site is what every page shares: languages and texts, templates with
// the layout around them, the built assets, the way in which a page, a form or
// an error is answered. A package with pages brings its own templates and texts
// as a Section, and mounts them on the router of the Site.
package site

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
)

// Options are what the frame of all pages needs.
type Options struct {
	Log *slog.Logger
	// Now is the clock, for the age of the data.
	Now func() time.Time
	// Location is where the clock times of the pages are; nil is UTC.
	Location *time.Location
	// Owner is the body that publishes the atlas, in the header of every page.
	Owner string
	// Assets is the folder that Vite writes, with its manifest.
	Assets fs.FS
	// PublicURL is the address that people use, behind a proxy; "" takes the host
	// of each request. Forms may come from its pages and from no others.
	PublicURL string
	// Links writes the links of the page of an error, where no page has said
	// what its reader had chosen; nil is PlainLinks.
	Links func(*http.Request) Links
	// TakePart says that /partecipa is mounted: its word joins the navigation.
	TakePart bool
	// OpenData says that /dati is mounted: its word joins the navigation.
	OpenData bool
	// Account gives what stands at the right end of the header, like the way to
	// sign in; nil is nothing. Its answer may depend on who asks.
	Account func(*Request) []NavItem
}

// Site is what all pages share. Make its sections before it serves.
type Site struct {
	options Options
	build   *build
	texts   map[Lang]*Texts
	errors  map[Lang]templates
	origins *http.CrossOriginProtection
}

// New makes a site without sections. It fails only when the embedded texts or
// templates are broken; without built assets it logs what to do, and the pages
// say it too.
func New(o Options) (*Site, error) {
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.Links == nil {
		o.Links = PlainLinks
	}
	s := &Site{options: o, texts: map[Lang]*Texts{}, errors: map[Lang]templates{}, origins: http.NewCrossOriginProtection()}
	if u, err := url.Parse(o.PublicURL); err == nil && u.Host != "" {
		if err := s.origins.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, err
		}
	}
	for _, lang := range Languages {
		s.texts[lang] = &Texts{lang: lang, byKey: map[string]string{}}
	}
	own, err := s.Section(shared)
	if err != nil {
		return nil, err
	}
	s.errors = own.pages
	if s.build, err = loadBuild(o.Assets); err != nil {
		o.Log.Error("web", "err", err)
	}
	return s, nil
}

// Texts are what the site says in a language, sections included.
func (s *Site) Texts(lang Lang) *Texts { return s.texts[lang] }

// Assets are what a page with a script of its own loads, by the name of its
// source: "src/home.ts". Without a build there are none.
func (s *Site) Assets(entry string) Assets { return s.build.of(entry) }

// Log is where the site writes what goes wrong.
func (s *Site) Log() *slog.Logger { return s.options.Log }

// Origin is the scheme and host by which a request came here, without a slash at
// the end.
func (s *Site) Origin(r *http.Request) string {
	return wire.Origins{Public: s.options.PublicURL}.Of(r)
}

// Now is the time by the clock of the site.
func (s *Site) Now() time.Time { return s.options.Now() }

// Location is where the clock times of the pages are.
func (s *Site) Location() *time.Location { return s.options.Location }

// Router makes the router on which the sections mount their pages: with the
// headers of every page, the assets, and an answer where there is no page.
func (s *Site) Router() chi.Router {
	r := chi.NewRouter()
	r.Use(wire.Secure, secure)
	r.Method(http.MethodGet, "/assets/*", wire.Handle(s.options.Log, s.build.serve))
	r.NotFound(func(w http.ResponseWriter, r *http.Request) {
		if path := strings.TrimRight(r.URL.Path, "/"); path != "" && path != r.URL.Path && !strings.HasPrefix(path, "//") {
			to := url.URL{Path: path, RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
			return
		}
		s.Fail(w, r, geo.NotFound("Questa pagina non c'è. Forse l'indirizzo è stato copiato a metà. / This page does not exist. Perhaps half of the address is missing."))
	})
	r.MethodNotAllowed(s.methodNotAllowed)
	return r
}

// methodNotAllowed tells people who open the address of a form's action what it
// is; for programs the answer is the one of the API.
func (s *Site) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		w.Header().Set("Allow", http.MethodPost)
		s.Fail(w, r, errOnlyForms)
		return
	}
	wire.MethodNotAllowed(s.options.Log).ServeHTTP(w, r)
}

// policy lets a page load nothing but what comes from this very host. Pictures
// may be data: for the small icons inside the style sheet, and blob: for the map.
const policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

// anywhere is the policy of the few pages that are made to stand inside others.
var anywhere = strings.Replace(policy, "frame-ancestors 'self'", "frame-ancestors *", 1)

func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}
