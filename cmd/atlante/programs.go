package main

import (
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"atlante/api"
	"atlante/api/ogc"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// forPrograms are the paths of what programs ask for, each with all below it.
var forPrograms = []string{"/api", "/ogc", "/tiles", "/styles", "/status", "/healthz", "/readyz"}

// openData is the page of open data, with its catalogue and its project: it asks
// the database as much as programs do, and nobody reads it 12,000 times a minute.
const openData = "/dati"

// isForPrograms tells what is not a page.
func isForPrograms(path string) bool {
	return slices.ContainsFunc(forPrograms, func(p string) bool { return isBelow(path, p) })
}

func isBelow(path, root string) bool {
	rest, is := strings.CutPrefix(path, root)
	return is && (rest == "" || rest[0] == '/')
}

// budgeted counts what programs ask, by address, and the page of open data; other
// pages are free.
func (c *serveCmd) budgeted(log *slog.Logger) func(http.Handler) http.Handler {
	budget := wire.NewBudget(log, time.Now, []netip.Prefix(c.TrustedProxies))
	return func(next http.Handler) http.Handler {
		limited := budget.Limit(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if isForPrograms(r.URL.Path) || isBelow(r.URL.Path, openData) {
				limited.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// parts are what other packages add to the document of the API.
func parts() []api.Part {
	files := downloadPart()
	files.Media = map[string]string{}
	for _, f := range export.Formats() {
		media, _, _ := strings.Cut(f.MediaType, ";")
		files.Media[f.Name] = media
	}
	return []api.Part{{Prefix: ogc.Root, Name: "Ogc",
		Tag: api.Tag{Name: "ogc", Text: wire.Text{IT: "OGC API Features e Tiles, per gli strumenti GIS", EN: "OGC API Features and Tiles, for GIS tools"}},
		Document: func(kinds []geo.Kind) (paths, components any, err error) {
			paths, components = ogc.Document(feature.Collections(kinds))
			return paths, components, nil
		}}, files}
}
