package main

import (
	"log/slog"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api"
	"atlante/api/download"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/feature"
)

// credit is whom every file names, and its licence.
func credit() download.Credit {
	return download.Credit{Attribution: geo.Attribution, Licence: geo.Licence}
}

// downloads adds the addresses of files. Temporary ones lie in the system's folder
// (TMPDIR), without a name.
func (c *serveCmd) downloads(r chi.Router, d *database, log *slog.Logger) {
	download.Mount(r, d, download.Options{Log: log, Origins: wire.Origins{Public: c.PublicURL}, Version: version(), Now: time.Now, Credit: credit(),
		Location: rome(), Trusted: c.TrustedProxies})
}

// rome is where the day of pages and files begins.
func rome() *time.Location {
	if rome, err := time.LoadLocation("Europe/Rome"); err == nil {
		return rome
	}
	return time.UTC
}

// downloadPart describes them in the document of the API.
func downloadPart() api.Part {
	return api.Part{Name: "Download",
		Tag: api.Tag{Name: "downloads", Text: wire.Text{IT: "File delle raccolte, interi o filtrati", EN: "Files of the collections, whole or filtered"}},
		Document: func(kinds []geo.Kind) (paths, components any, err error) {
			paths, components = download.Document(feature.Collections(kinds))
			return paths, components, nil
		}}
}
