package snapshot

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo/layer"
	"atlante/tiles/world"
)

// edit is a change of places in the making: for each place that is not what it was, what it was and what it is.
type edit struct {
	of      *places
	changes map[uuid.UUID]change
}

type change struct{ before, after *place } // nil: there was, or is, none

// apply gives the layer after a change, and the tiles that it draws anew (nil: all of them). The work grows with the
// number of changes, not of places.
func (p *places) apply(c layer.PlaceChange) (*places, []world.Tile, error) {
	e := edit{p, map[uuid.UUID]change{}}
	if err := e.read(c); err != nil {
		return nil, nil, err
	}
	e.spread()
	next := *p
	next.dated += len(c.Present) + len(c.Gone)
	next.overlay = e.overlay()
	tiles := newTouched()
	for level := range next.clusters {
		r := p.clusters[level].recount(level, p.kinds)
		for _, c := range e.changes {
			if c.before != nil && c.after != nil && c.before.same(c.after) {
				continue // only drawn elsewhere
			}
			if c.before != nil {
				r.count(c.before, -1)
			}
			if c.after != nil {
				r.count(c.after, 1)
			}
		}
		var err error
		if next.clusters[level], err = r.finish(next.find, tiles.cluster); err != nil {
			return nil, nil, err
		}
	}
	for _, c := range e.changes {
		if c.before != nil {
			tiles.place(c.before.drawn)
		}
		if c.after != nil {
			tiles.place(c.after.drawn)
		}
	}
	list := tiles.list()
	var remembered bool
	if next.versions, remembered = p.versions.with(list, c.State.Places); !remembered {
		list = nil
	}
	return &next, list, nil
}

// read notes what the store says. A place may be named more than once: the last word counts.
func (e *edit) read(c layer.PlaceChange) error {
	for i := range c.Present {
		p, err := readPlace(&c.Present[i], e.of.values)
		if err != nil {
			return err
		}
		e.changes[p.key] = change{e.of.find(p.key), p}
	}
	for _, s := range c.Gone {
		key, err := uuid.Parse(s)
		if err != nil {
			return fmt.Errorf("place %q: %w", s, err)
		}
		if before := e.of.find(key); before != nil {
			e.changes[key] = change{before, nil}
		} else {
			delete(e.changes, key)
		}
	}
	return nil
}

// spread draws the places anew that share a position with a changed one, and forgets changes that no tile shows.
func (e *edit) spread() {
	positions := map[orb.Point]uint64{}
	for _, c := range e.changes {
		for _, p := range []*place{c.before, c.after} {
			if p != nil {
				positions[p.lonlat] = p.curve
			}
		}
	}
	arrived := map[orb.Point][]*place{}
	for _, c := range e.changes {
		if c.after != nil {
			arrived[c.after.lonlat] = append(arrived[c.after.lonlat], c.after)
		}
	}
	for at, curve := range positions {
		e.spiral(arrived[at], curve, at)
	}
	for key, c := range e.changes {
		if c.before != nil && c.after != nil && c.before.same(c.after) && c.before.drawn == c.after.drawn {
			delete(e.changes, key)
		}
	}
}

// spiral draws all places of a position: those that have arrived, and those that were there and have not changed.
func (e *edit) spiral(members []*place, curve uint64, at orb.Point) {
	stayed := func(p *place) {
		if _, changed := e.changes[p.key]; !changed {
			members = append(members, p)
		}
	}
	from, to := e.of.base.sharing(curve, at)
	rows := make([]place, to-from)
	for i := range rows {
		if !e.of.isRemoved(from + i) {
			rows[i] = e.of.base.peek(from + i)
			stayed(&rows[i])
		}
	}
	for _, p := range e.of.overlay.sharing(curve, at) {
		stayed(p)
	}
	slices.SortFunc(members, func(a, b *place) int { return bytes.Compare(a.key[:], b.key[:]) })
	for i, p := range members {
		drawn := e.of.exact.drawn(at, p.tags, i+1, len(members))
		if c, changed := e.changes[p.key]; changed && c.after == p {
			p.drawn = drawn
		} else if p.drawn != drawn {
			moved := *p
			moved.drawn, moved.curve, moved.tags = drawn, curve, slices.Clone(p.tags)
			e.changes[p.key] = change{p, &moved}
		}
	}
}

// overlay puts the changes over the base.
func (e *edit) overlay() overlay {
	if len(e.changes) == 0 {
		return e.of.overlay
	}
	var removed []int32
	var in []*place
	out := map[uuid.UUID]bool{}
	for key, c := range e.changes {
		if c.before != nil {
			if e.of.overlay.find(key) != nil {
				out[key] = true
			} else if i, ok := e.of.base.find(key); ok {
				removed = append(removed, int32(i))
			}
		}
		if c.after != nil {
			c.after.before = int32(e.of.base.before(c.after))
			in = append(in, c.after)
		}
	}
	return e.of.with(removed, out, in)
}
