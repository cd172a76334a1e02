package travel

import (
	"context"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/road"
)

// layer is one mode of Roads: its graph, and what is kept between questions.
type layer struct {
	g    *road.Graph // nil when there is none
	p    Parameters
	bare map[geo.ComuneID]bool // false where there are roads; without entry when unknown

	busy   sync.Mutex
	snaps  map[orb.Point]road.Snap
	search *Search // made when it is first needed
	fields []*keptField
	clock  int // counts questions
	links  *linkSearch
}

// keptField is the field of a set of targets that was asked for.
type keptField struct {
	*Field
	where []orb.Point // its stops
	used  int
}

// Limits of what a layer keeps: where so many points are joined to the roads
// (the cells and some), and so many bytes of fields, at least one.
const (
	keptSnaps  = 1 << 19
	keptFields = 256 << 20
)

func newLayer(g *road.Graph, e *Estimate, p Parameters) *layer {
	l := &layer{g: g, p: p, bare: map[geo.ComuneID]bool{}, snaps: map[orb.Point]road.Snap{}}
	for _, t := range e.towns {
		l.bare[t.ID] = !l.near(t.Seat)
	}
	return l
}

// near tells whether there is a road near a point.
func (l *layer) near(p orb.Point) bool {
	s, ok := l.snap(p)
	return ok && s.Metres <= l.p.FarMetres
}

// join gives where a point in a comune meets the roads; false where the graph
// does not cover the comune or, when nobody knows the comune, the point.
func (l *layer) join(c geo.ComuneID, p orb.Point) (road.Snap, bool) {
	bare, known := l.bare[c]
	if bare || (!known && !l.near(p)) {
		return road.Snap{}, false
	}
	return l.snap(p)
}

func (l *layer) snap(p orb.Point) (road.Snap, bool) {
	if l.g == nil {
		return road.Snap{}, false
	}
	if s, ok := l.snaps[p]; ok {
		return s, true
	}
	s, ok := l.g.Snap(p)
	if !ok {
		return s, false
	}
	if len(l.snaps) >= keptSnaps {
		clear(l.snaps)
	}
	l.snaps[p] = s
	return s, true
}

// field gives the field of the stops, which stand at the points where: one that
// is kept, repaired where it differs when that is less work than a full search,
// or a new one. Equal points are equal stops; without stops there is none.
func (l *layer) field(ctx context.Context, where []orb.Point, stops []Stop) (*Field, error) {
	if len(stops) == 0 {
		return nil, nil
	}
	l.clock++
	var best *keptField
	var how edits
	for _, k := range l.fields {
		if e := editsOf(k.where, where); best == nil || e.count() < how.count() {
			best, how = k, e
		}
	}
	// A change touches about a share of 2 / stops of the nodes.
	if best == nil || how.count()*3 > len(stops) {
		return l.newField(ctx, where, stops)
	}
	for _, i := range slices.Backward(how.remove) {
		if err := best.Remove(ctx, int(i)); err != nil {
			return nil, l.forget(best, err)
		}
	}
	for _, i := range how.add {
		if err := best.Add(ctx, int(i), stops[i]); err != nil {
			return nil, l.forget(best, err)
		}
	}
	best.where, best.used = where, l.clock
	return best.Field, nil
}

func (l *layer) newField(ctx context.Context, where []orb.Point, stops []Stop) (*Field, error) {
	size := len(l.g.Lon) * 16
	for len(l.fields) > 0 && (len(l.fields)+1)*size > keptFields {
		_ = l.forget(slices.MinFunc(l.fields, func(a, b *keptField) int { return a.used - b.used }), nil)
	}
	if l.search == nil {
		l.search = NewSearch(l.g, l.p.SummerPasses)
	}
	f, err := l.search.Field(ctx, stops, 0)
	if err != nil {
		return nil, err
	}
	l.fields = append(l.fields, &keptField{Field: f, where: where, used: l.clock})
	return f, nil
}

// forget a field, such as one whose repair was broken off, and pass an error on.
func (l *layer) forget(k *keptField, err error) error {
	l.fields = slices.DeleteFunc(l.fields, func(x *keptField) bool { return x == k })
	return err
}
