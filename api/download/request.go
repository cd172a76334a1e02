package download

import (
	"context"
	"net/http"
	"strings"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// Separator is the parameter that says how a CSV is written; other formats have
// no use for it.
const Separator = "separator"

// Request is a file that is asked for.
type Request struct {
	Collection feature.Collection
	Format     export.Format
	Query      feature.Query
	Separator  export.Separator
}

// Selects tells whether the file is less than the collection.
func (q Request) Selects() bool {
	x := q.Query
	return x.Filter != nil || x.BBox != nil || x.Since != nil || x.Until != nil || len(x.Equal) > 0
}

// Read reads what the parameters of a request ask of a collection. All that is
// wrong is one error.
func Read(r *http.Request, c feature.Collection, f export.Format) (Request, error) {
	out := Request{Collection: c, Format: f, Separator: export.Italian}
	q := wire.ReadQuery(r, append(ask.Names(c), Separator)...)
	if s := wire.Parse(q, Separator, export.ParseSeparator); s != "" {
		out.Separator = s
	}
	var err error
	if out.Query, err = ask.Query(q, c); err != nil {
		return out, err
	}
	return out, longitudeFirst(r)
}

// longitudeFirst refuses the address of a system that has latitude first: it means
// the same everywhere, and files have longitude first, as RFC 7946, GeoPackage,
// FlatGeobuf and GeoParquet have it, and as programs read them.
func longitudeFirst(r *http.Request) error {
	crs, err := ask.ParseCRS(r.URL.Query().Get(ask.CRSName))
	if err != nil || !crs.LatitudeFirst {
		return nil // a code, or nothing: ask.Query has read it
	}
	return wire.Fault(ask.CRSName, wire.Text{IT: "crs: " + crs.URI + " vuol dire prima la latitudine, e nei file viene prima la longitudine; scegli 4326 o " + ask.CRS84,
		EN: "crs: " + crs.URI + " means latitude first, and in files longitude comes first; choose 4326 or " + ask.CRS84})
}

// target finds a collection and a format by their names.
func target(ctx context.Context, store Store, id, name string) (feature.Collection, export.Format, error) {
	list, err := store.FeatureCollections(ctx)
	if err != nil {
		return feature.Collection{}, export.Format{}, err
	}
	c, known := feature.ByID(list, id)
	if !known {
		all := collections(list)
		return c, export.Format{}, geo.NotFound("La raccolta %.60q non esiste; ci sono: %s / There is no collection %.60q; there are: %s", id, all, id, all)
	}
	f, known := export.ByName(name)
	if !known {
		all := formats()
		return c, f, geo.NotFound("Il formato %.60q non c'è; ci sono: %s / There is no format %.60q; there are: %s", name, all, name, all)
	}
	return c, f, nil
}

func collections(list []feature.Collection) string {
	var ids []string
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return strings.Join(ids, ", ")
}

func formats() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}
