package snapshot

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// places is the layer of places: a base that stays, and over it an overlay of what has changed since. Immutable; a change
// makes another one that shares the base.
type places struct {
	schema *mvt.Schema
	values *mvt.Values // shared with those before and after: values are only added
	exact  exact
	kinds  *clusterKinds
	base   *placeBase
	overlay
	clusters [clusterLevels]*clusters
	versions tileVersions
	dated    int // changes since the layer was read whole: what values may have gathered that nobody uses
}

func (p *places) write(w *mvt.Writer, _ string, t world.Tile) {
	w.Begin(p.schema, p.values, t)
	if t.Z < layer.ClusterZoom {
		p.clusters[levelOf(t.Z)].write(w, t)
		return
	}
	p.one(w, t)
}

// one writes places one by one: base and overlay in one order, without what the overlay has removed.
func (p *places) one(w *mvt.Writer, t world.Tile) {
	box := t.Box(buffer)
	next, removed := p.next(0, box), p.removed
	p.base.index.Search(box, func(i int) {
		for next < len(p.added) && int(p.added[next].before) <= i {
			w.Point(0, false, p.added[next].tags, p.added[next].drawn)
			next = p.next(next+1, box)
		}
		for len(removed) > 0 && int(removed[0]) < i {
			removed = removed[1:]
		}
		if len(removed) == 0 || int(removed[0]) != i {
			w.Point(0, false, p.base.of(i), p.base.drawn[i])
		}
	})
	for ; next < len(p.added); next = p.next(next+1, box) {
		w.Point(0, false, p.added[next].tags, p.added[next].drawn)
	}
}

func (p *places) count(_ string, t world.Tile) int {
	if t.Z < layer.ClusterZoom {
		return p.clusters[levelOf(t.Z)].index.Count(t.Box(0))
	}
	box := t.Box(buffer)
	n := p.base.index.Count(box)
	for _, at := range p.at {
		if box.Holds(at) {
			n++
		}
	}
	return n
}

func (p *places) bytes() int64 {
	n := int64(p.values.Bytes()) + p.base.bytes() + p.overlay.bytes() + p.versions.bytes()
	for _, c := range p.clusters {
		n += c.bytes()
	}
	return n
}

func (p *places) features() int { return len(p.base.key) - len(p.removed) + len(p.added) }

// find gives a place as it is now, or nil.
func (p *places) find(key uuid.UUID) *place {
	if q := p.overlay.find(key); q != nil {
		return q
	}
	i, ok := p.base.find(key)
	if !ok || p.isRemoved(i) {
		return nil
	}
	return p.base.at(i)
}

// placeRows gathers the rows of places.
type placeRows struct {
	values *mvt.Values
	list   []*place
	room   []place // the memory of the next ones: taken in slabs, which the collector finds faster than places
	tags   []mvt.ValueID
}

// slab is how many places memory is taken for at once.
const slab = 1024

func newPlaceRows() *placeRows { return &placeRows{values: mvt.NewValues()} }

func (p *placeRows) add(r *layer.Row) error {
	if len(p.room) == 0 {
		p.room, p.tags = make([]place, slab), make([]mvt.ValueID, slab*placeFields)
	}
	q := &p.room[0]
	q.tags, p.tags = p.tags[:placeFields:placeFields], p.tags[placeFields:]
	p.room, p.list = p.room[1:], append(p.list, q)
	return q.read(r, p.values)
}

func (p *placeRows) bytes() int64 {
	return int64(p.values.Bytes()) + int64(len(p.list))*(16+4+16+8+8+2+4*placeFields)
}

func (p *placeRows) finish(l layer.Layer, state layer.State, _ body) (body, error) {
	names := keys(l, state)
	if len(names) != placeFields+1+len(state.Kinds) || names[placeFields] != "count" ||
		names[fieldOfKind] != "kind" || names[fieldOfPrecision] != "precision" {
		return nil, fmt.Errorf("layer %s: the catalogue has other fields than the snapshot: %v", l.ID, names)
	}
	slices.SortFunc(p.list, (*place).compare)
	p.values.Arrange(func(yield func([]mvt.ValueID) bool) {
		for _, q := range p.list {
			if !yield(q.tags) {
				return
			}
		}
	})
	out := &places{schema: mvt.NewSchema(l.ID, names), values: p.values, versions: tileVersions{floor: state.Versions()[l.ID]},
		kinds: &clusterKinds{p.values, map[mvt.ValueID]int{}, len(state.Kinds)}}
	var err error
	if out.exact, err = exactOf(p.values); err != nil {
		return nil, err
	}
	for i, k := range state.Kinds {
		id, err := p.values.ID(string(k.ID))
		if err != nil {
			return nil, err
		}
		out.kinds.number[id] = i
	}
	out.base = newPlaceBase(p.list, out.exact)
	if key, twice := out.base.twice(); twice {
		return nil, fmt.Errorf("layer %s: place %s comes twice", l.ID, key)
	}
	return out, out.cluster(p.list)
}

// cluster counts all places anew.
func (p *places) cluster(list []*place) error {
	for level := range p.clusters {
		r := newClusters(nil).recount(level, p.kinds)
		for _, q := range list {
			r.count(q, 1)
		}
		var err error
		if p.clusters[level], err = r.finish(p.find, func(int, world.Point) {}); err != nil {
			return err
		}
	}
	return nil
}
