package snapshot

import (
	"fmt"
	"hash/maphash"

	"atlante/geo/layer"
)

// builder gathers the rows of one layer and makes a body of them.
type builder interface {
	add(r *layer.Row) error
	bytes() int64 // about what the layer will take
	finish(l layer.Layer, state layer.State, before body) (body, error)
}

// load reads whole layers, each within the budget.
type load struct {
	budget   int64
	layers   map[string]*loading
	shared   *borders
	problems []refusal
}

type loading struct {
	builder
	layer layer.Layer
	rows  int
	over  int64 // bytes that the rows so far would take; 0 while within the budget
}

// refusal is a layer that does not fit.
type refusal struct {
	id   string
	rows int
	need int64 // bytes
}

// newLoad begins to read layers. The seed is the same as long as the process runs.
func newLoad(ids []string, budget int64, seed maphash.Seed) *load {
	l := &load{budget: budget, layers: map[string]*loading{}, shared: newBorders(seed)}
	for _, id := range ids {
		of, ok := layer.ByID(id)
		if !ok {
			continue
		}
		l.layers[id] = &loading{builder: l.builder(id, seed), layer: of}
	}
	return l
}

func (l *load) builder(id string, seed maphash.Seed) builder {
	switch id {
	case "zones", "comuni":
		return newAreaRows(l.shared)
	case "gaps":
		return newGapRows(seed)
	case "cells":
		return newCellRows()
	case "places":
		return newPlaceRows()
	}
	return newLabelRows()
}

// look is how many rows pass between two looks at the memory.
const look = 1024

// add takes a row. A layer that has grown beyond the budget is let go at once; its rows are only counted from then on.
func (l *load) add(r *layer.Row) error {
	g := l.layers[r.Layer]
	if g == nil {
		return fmt.Errorf("a row of layer %q, which was not asked for", r.Layer)
	}
	g.rows++
	if g.builder == nil {
		return nil
	}
	if err := g.builder.add(r); err != nil {
		return fmt.Errorf("layer %s, row %s: %w", r.Layer, r.Key, err)
	}
	if g.rows%look == 0 {
		l.weigh(g)
	}
	return nil
}

func (l *load) weigh(g *loading) {
	if n := g.bytes(); n > l.budget {
		g.over, g.builder = n/int64(g.rows), nil // a row's share: the whole is known at the end
	}
}

// finish makes the layers. Those over the budget have no body.
func (l *load) finish(state layer.State, before *Snapshot) (map[string]held, []refusal, error) {
	versions := state.Versions()
	out := map[string]held{}
	for id, g := range l.layers {
		if g.builder != nil {
			l.weigh(g)
		}
		if g.builder == nil {
			out[id] = held{versions[id], state.Kinds, nil}
			l.problems = append(l.problems, refusal{id, g.rows, g.over * int64(g.rows)})
			continue
		}
		var old body
		if before != nil {
			old = before.layers[id].body
		}
		b, err := g.finish(g.layer, state, old)
		if err != nil {
			return nil, nil, err
		}
		out[id] = held{versions[id], state.Kinds, b}
		g.builder = nil // what was gathered is not needed while the next layer is made
	}
	return out, l.problems, nil
}
