// Package web is the public pages: rendered by the server, they read and work
// without JavaScript, with the map as a TypeScript island. What it shares with
// the other pages is in web/site.
package web

import (
	"embed"
	"io/fs"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/web/site"
)

// dist is what `npm run build` makes. Only .gitkeep is in the repository, so a
// binary built without it still runs, and says what is missing.
//
//go:embed all:dist
var dist embed.FS

// Assets are the built files, for the Site.
func Assets() fs.FS {
	built, err := fs.Sub(dist, "dist")
	if err != nil { // a constant path that is embedded
		panic(err)
	}
	return built
}

//go:embed pages texts
var files embed.FS

// Options are what the pages need besides the data and the site.
type Options struct {
	// DefaultKind is shown first; "" is the first kind.
	DefaultKind geo.KindID
	// Limits are printed on /limiti.
	Limits []wire.Limit
	// Beside are the public pages of other packages, for the map of the site.
	Beside []string
}

// atlas holds what every page needs.
type atlas struct {
	Options
	site    *site.Site
	section *site.Section
	store   Store
}

// Mount puts all public pages on a router of the site.
func Mount(r chi.Router, s *site.Site, store Store, o Options) error {
	section, err := s.Section(files)
	if err != nil {
		return err
	}
	section.Prepare = prepare
	a := &atlas{Options: o, site: s, section: section, store: store}
	a.get(r, "/", a.home, everyKey()...)
	a.get(r, "/zone", a.zones, choices...)
	a.file(r, "/zone.csv", a.zonesTable, choices...)
	a.file(r, "/comuni.csv", a.comuniTable, append([]string{"q"}, choices...)...)
	a.get(r, "/zone/{n}", a.zone, choices...)
	a.get(r, "/comuni", a.comuni, append([]string{"q"}, choices...)...)
	a.get(r, "/comuni/{istat}", a.comune, choices...)
	section.Get(r, "/luoghi/{id}", a.movedOrPlace, choices...)
	a.get(r, "/aree/{id}", a.gap, choices...)
	a.get(r, "/metodo", a.method, choices...)
	a.get(r, "/calibrazione", a.calibration, choices...)
	a.get(r, "/limiti", a.limits, choices...)
	section.Get(r, "/embed", a.embed, everyKey()...)
	a.findable(r)
	return nil
}
