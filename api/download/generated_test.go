package download_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/feature"
)

// generated is a source of as many places as are wanted. The real one has its
// tests with PostGIS; this one counts, waits and stops at will.
type generated struct {
	count   int
	changed time.Time
	version atomic.Int64
	given   atomic.Int64 // features so far
	running atomic.Int64 // Features under way
	slow    time.Duration
	fail    error // after half of the features
}

func (g *generated) FeatureCollections(context.Context) ([]feature.Collection, error) {
	return feature.Collections([]geo.Kind{{ID: "portineria", NameIT: "Portineria"}}), nil
}

func (g *generated) FeatureState(_ context.Context, id string, _ cover.Scenario) (feature.State, error) {
	return feature.State{Count: int64(g.count), Changed: g.changed, Version: fmt.Sprintf("%s-%d", id, g.version.Load())}, nil
}

// CheckFeatures refuses one name, as the real one refuses filters that make no sense.
func (g *generated) CheckFeatures(_ context.Context, q feature.Query) error {
	if q.Equal["name"] == "wrong" {
		return geo.Invalid("name: così non va / not like that")
	}
	return nil
}

func (g *generated) FeatureCount(_ context.Context, q feature.Query) (int64, error) {
	if q.Filter != nil && g.fail != nil {
		return 0, g.fail
	}
	return int64(g.count), nil
}

func (g *generated) FeatureByID(context.Context, string, string, cover.Scenario, feature.SRID) (feature.Feature, error) {
	return feature.Feature{}, geo.NotFound("qui non serve / of no use here")
}

func (g *generated) Publication(context.Context) (cover.Publication, error) {
	return cover.Publication{}, geo.NotFound("nessuna / none")
}

func (g *generated) Features(ctx context.Context, q feature.Query, tell func(feature.Feature) error) (string, error) {
	g.running.Add(1)
	defer g.running.Add(-1)
	list, _ := g.FeatureCollections(ctx)
	c, _ := feature.ByID(list, q.Collection)
	values := make([]any, len(c.Fields))
	for i := range g.count {
		if i == g.count/2 && g.fail != nil {
			return "", g.fail
		}
		if g.slow > 0 {
			select {
			case <-ctx.Done():
				return "", ctx.Err()
			case <-time.After(g.slow):
			}
		}
		id := fmt.Sprintf("01990000-0000-7000-8000-%012d", i)
		for k, f := range c.Fields {
			switch f.Type {
			case feature.Text:
				values[k] = "Casa del Quartiere di prova"
			case feature.Integer:
				values[k] = int64(i)
			default:
				values[k] = nil
			}
		}
		values[0] = id
		place := orb.Point{7 + float64(i%1000)/1000, 45 + float64(i/1000)/1000}
		if err := tell(feature.Feature{ID: id, WKB: wkb.MustMarshal(place), Values: values}); err != nil {
			return "", err
		}
		g.given.Add(1)
	}
	return "", nil
}
