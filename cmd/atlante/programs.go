package main

import (
	"log/slog"
	"net/http"
	"net/netip"
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

// isForPrograms tells what is not a page.
func isForPrograms(path string) bool {
	for _, p := range forPrograms {
		if below, is := strings.CutPrefix(path, p); is && (below == "" || below[0] == '/') {
			return true
		}
	}
	return false
}

// budgeted counts what programs ask, by address; pages are free.
func (c *serveCmd) budgeted(log *slog.Logger) func(http.Handler) http.Handler {
	budget := wire.NewBudget(log, time.Now, []netip.Prefix(c.TrustedProxies))
	return func(next http.Handler) http.Handler {
		limited := budget.Limit(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if isForPrograms(r.URL.Path) {
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
