// Package snapshot holds what the tiles show in memory: immutable, read by many without waiting, replaced as a whole when
// the store changes. PostGIS stays the truth; a tile of a layer that is held costs no query.
package snapshot

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"

	"atlante/geo"
	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// Snapshot is the state of all layers at one moment. It never changes once it can be seen, and refers to no snapshot
// before it, so that those are collected as soon as their readers are done.
type Snapshot struct {
	state   layer.State
	epoch   uint32
	lineage uint64
	layers  map[string]held // by id; copied at every change: seven entries
}

// held is one layer of the catalogue.
type held struct {
	version int64
	kinds   []geo.Kind // that its fields were made from
	body    body       // nil when the layer is over the budget
}

// body is what is known of a layer. Immutable.
type body interface {
	// write hands the features of a tile to the writer, in an order that depends on the data alone.
	write(w *mvt.Writer, scenario string, t world.Tile)
	// count is about how many features write would hand over.
	count(scenario string, t world.Tile) int
	// bytes is about how much memory the layer takes.
	bytes() int64
	// features is how many it holds, over all scenarios and resolutions.
	features() int
}

// State gives the versions that the snapshot was read at, and the kinds.
func (s *Snapshot) State() layer.State { return s.state }

// Lineage names what versions and tiles are compared within, also between processes: the same database, of which none
// has gone back in this process, and layers with the same fields. Across it a version says nothing.
func (s *Snapshot) Lineage() uint64 { return s.lineage }

// lineageOf computes the lineage of a snapshot whose layers, state and epoch stand.
func lineageOf(s *Snapshot) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, s.state.Database, s.epoch)
	for _, id := range slices.Sorted(maps.Keys(s.layers)) {
		fmt.Fprintf(h, " %s", id)
		for _, k := range s.layers[id].kinds {
			fmt.Fprintf(h, ",%q%v", k.ID, k.ByArea)
		}
	}
	return h.Sum64()
}

// Version of a layer, only growing; 0 for one that is not in the catalogue.
func (s *Snapshot) Version(id string) int64 { return s.layers[id].version }

// TileVersion is the version of the layer at which this tile of it last changed, at most Version: places know it tile by
// tile, other layers change as a whole. Two tiles with the same version and address hold the same.
func (s *Snapshot) TileVersion(id string, t world.Tile) int64 {
	h := s.layers[id]
	if p, ok := h.body.(*places); ok {
		return p.versions.of(t)
	}
	return h.version
}

// Holds tells whether tiles of the layer can be made from the snapshot: false when it is over the budget.
func (s *Snapshot) Holds(id string) bool { return s.layers[id].body != nil }

// Count is about how many features the layer has in the tile: a measure of the work, not of the result.
func (s *Snapshot) Count(id, scenario string, t world.Tile) int {
	if b := s.layers[id].body; b != nil {
		return b.count(scenario, t)
	}
	return 0
}

// Layer gives the layer's part of a tile, as raw MVT: nothing when nothing lies there or the layer is not held. The
// bytes are the writer's until it writes the next; it is for one goroutine at a time.
func (s *Snapshot) Layer(w *mvt.Writer, id, scenario string, t world.Tile) []byte {
	b := s.layers[id].body
	if b == nil {
		return nil
	}
	b.write(w, scenario, t)
	return w.End()
}

// Bytes is about how much memory the snapshot takes.
func (s *Snapshot) Bytes() int64 {
	n := int64(0)
	for _, h := range s.layers {
		if h.body != nil {
			n += h.body.bytes()
		}
	}
	return n
}

// with gives a copy in which some layers are others.
func (s *Snapshot) with(layers map[string]held, state layer.State) *Snapshot {
	next := &Snapshot{state: state, layers: make(map[string]held, len(layers))}
	if s != nil {
		for id, h := range s.layers {
			next.layers[id] = h
		}
	}
	for id, h := range layers {
		next.layers[id] = h
	}
	return next
}
