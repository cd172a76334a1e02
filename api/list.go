package api

import (
	"errors"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
)

// List is a page of items.
type List[T any] struct {
	Items       []T          `json:"items"`
	Next        *string      `json:"next" doc:"address of the next page, null on the last one"`
	Notice      *string      `json:"notice" doc:"what a reader should know about how the question was understood"`
	Publication *Publication `json:"publication" doc:"the computation that the figures come from; null where there are no figures"`
	Attribution string       `json:"attribution"`
	Licence     string       `json:"licence"`
}

// Feature is a GeoJSON feature (RFC 7946).
type Feature[P any] struct {
	Type       string    `json:"type" enum:"Feature"`
	ID         string    `json:"id"`
	Geometry   *Geometry `json:"geometry" doc:"null when the position is not known"`
	Properties P         `json:"properties"`
}

// FeatureCollection is a page of features.
type FeatureCollection[P any] struct {
	Type        string       `json:"type" enum:"FeatureCollection"`
	Features    []Feature[P] `json:"features"`
	Next        *string      `json:"next" doc:"address of the next page, null on the last one"`
	Notice      *string      `json:"notice" doc:"what a reader should know about how the question was understood"`
	Publication *Publication `json:"publication" doc:"the computation that the figures come from; null where there are no figures"`
	Attribution string       `json:"attribution"`
	Licence     string       `json:"licence"`
}

// Geometry is a GeoJSON geometry in EPSG:4326, longitude first.
type Geometry struct {
	Type        string `json:"type" enum:"Point,Polygon,MultiPolygon"`
	Coordinates any    `json:"coordinates" doc:"degrees, longitude first, six decimals"`
}

// geometry rounds a copy to six decimals, about 0.1 m; nil stays nil.
func geometry(g orb.Geometry) *Geometry {
	switch v := g.(type) {
	case nil:
		return nil
	case orb.MultiPolygon:
		if len(v) == 0 {
			return nil
		}
	case *orb.Point:
		if v == nil {
			return nil
		}
		g = *v
	}
	return &Geometry{g.GeoJSONType(), orb.Round(orb.Clone(g), 1e6)}
}

func feature[P any](id string, g orb.Geometry, properties P) Feature[P] {
	return Feature[P]{Type: "Feature", ID: id, Geometry: geometry(g), Properties: properties}
}

// page is what all lists have in common.
type page struct {
	next        *string
	notice      *string
	publication *Publication
}

func list[T any](items []T, p page) List[T] {
	return List[T]{items, p.next, p.notice, p.publication, attribution(p.publication), Licence}
}

func collection[P any](features []Feature[P], p page) FeatureCollection[P] {
	return FeatureCollection[P]{"FeatureCollection", features, p.next, p.notice, p.publication, attribution(p.publication), Licence}
}

// each turns domain values into answers; the result is never nil, so that an
// empty list is [] and not null.
func each[D, T any](in []D, f func(D) T) []T {
	out := make([]T, 0, len(in))
	for _, d := range in {
		out = append(out, f(d))
	}
	return out
}

// next is the address of the page after a cursor, nil when there is none.
func (c *call) next(cursor string) *string {
	if cursor == "" {
		return nil
	}
	u := *c.r.URL
	q := u.Query()
	q.Set("after", cursor)
	s := c.origin + u.EscapedPath() + "?" + q.Encode()
	return &s
}

// paging reads limit and after.
func (c *call) paging() geo.Page {
	return geo.Page{
		After: c.query.Text("after", wire.CursorMax),
		Limit: c.query.Int("limit", wire.ListDefault, 1, wire.ListMax),
	}
}

// blame names the parameter when the store refuses a cursor: all others have
// been checked before the store is asked.
func (c *call) blame(err error) error {
	if errors.Is(err, geo.ErrInvalid) && c.query.Has("after") {
		return wire.FaultFrom("after", c.query.Text("after", wire.CursorMax), err)
	}
	return err
}

// known is nil for the zero value, which stands for unknown.
func known[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
