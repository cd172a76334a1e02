package snapshot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"atlante/geo"
	"atlante/geo/layer"
	"atlante/tiles/guard"
)

// How long the store may take to answer.
const (
	stateWait  = 3 * time.Second
	changeWait = 30 * time.Second
	rowsWait   = 10 * time.Minute
)

// Refresh catches up once: it looks at the versions of the store and reads what is behind, places change by change where
// their log reaches back, other layers whole. When it returns without error the snapshot is at least the state of the
// store at the moment of the call.
func (h *Holder) Refresh(ctx context.Context) error {
	began := h.o.Now()
	state, err := h.state(ctx)
	if err == nil {
		err = errors.Join(h.refreshPlaces(ctx, state), h.refreshWhole(ctx, state))
	}
	h.note(began, err)
	return err
}

func (h *Holder) state(ctx context.Context) (layer.State, error) {
	ctx, cancel := context.WithTimeout(ctx, stateWait)
	defer cancel()
	state, err := h.src.TileState(ctx)
	if err != nil {
		return state, fmt.Errorf("versions of the tiles: %w", err)
	}
	if s := h.now.Load(); s.newerThan(state) {
		return state, h.restore(ctx)
	}
	return state, nil
}

// refreshPlaces takes over what has happened to places. Before the first snapshot it leaves them to refreshWhole.
func (h *Holder) refreshPlaces(ctx context.Context, state layer.State) error {
	if err := take(ctx, h.places); err != nil {
		return err
	}
	defer leave(h.places)
	s := h.now.Load()
	if s == nil || len(s.behind(state, "places")) == 0 {
		return nil
	}
	p, ok := s.layers["places"].body.(*places)
	switch {
	case !ok: // refused: its version goes on, and it is read again when something else is
		return h.skipPlaces(state)
	case p.worn(), !sameFields(s.layers["places"].kinds, state.Kinds):
		return h.readPlaces(ctx, s)
	}
	_, logged, err := h.placesSince(ctx, s, p)
	if err == nil && !logged {
		return h.readPlaces(ctx, s)
	}
	return err
}

// hearPlaces takes over what has happened to places without looking at the versions first, and gives the state of the
// store. It is false when that needs a closer look.
func (h *Holder) hearPlaces(ctx context.Context) (layer.State, bool, error) {
	if err := take(ctx, h.places); err != nil {
		return layer.State{}, false, err
	}
	defer leave(h.places)
	s := h.now.Load()
	if s == nil {
		return layer.State{}, false, nil
	}
	p, ok := s.layers["places"].body.(*places)
	if !ok || p.worn() {
		return layer.State{}, false, nil
	}
	state, ok, err := h.placesSince(ctx, s, p)
	return state, ok, err
}

// placesSince asks for the changes of places after the snapshot's version and takes them over. It is false when they
// are not all logged. The caller has the turn of the places.
func (h *Holder) placesSince(ctx context.Context, s *Snapshot, p *places) (layer.State, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, changeWait)
	defer cancel()
	c, err := h.src.PlacesSince(ctx, s.Version("places"))
	switch {
	case errors.Is(err, geo.ErrNotFound):
		return c.State, false, nil
	case err != nil:
		return c.State, false, fmt.Errorf("changes of places: %w", err)
	case !sameFields(s.layers["places"].kinds, c.State.Kinds), s.newerThan(c.State):
		return c.State, false, nil
	case c.State.Places <= s.Version("places"):
		return c.State, true, nil
	}
	return c.State, true, h.change(p, c)
}

// change puts a change of places into the snapshot. The caller has the turn of the places.
func (h *Holder) change(p *places, c layer.PlaceChange) error {
	next, tiles, err := p.apply(c)
	if err != nil {
		return err
	}
	h.swap(func(old *Snapshot) (*Snapshot, touchedTiles) {
		state := old.state
		state.Places, state.Kinds = c.State.Places, c.State.Kinds
		told := touchedTiles{}
		if tiles == nil || len(tiles) > 0 {
			told["places"] = tiles
		}
		layers := map[string]held{"places": {c.State.Places, c.State.Kinds, next}}
		return old.with(layers, state), told
	})
	if next.size() > compactAt && h.compacting.CompareAndSwap(false, true) {
		go h.compact(next)
	}
	return nil
}

func (h *Holder) skipPlaces(state layer.State) error {
	h.swap(func(old *Snapshot) (*Snapshot, touchedTiles) {
		next := old.state
		next.Places, next.Kinds = state.Places, state.Kinds
		layers := map[string]held{"places": {state.Places, state.Kinds, nil}}
		return old.with(layers, next), touchedTiles{"places": nil}
	})
	return nil
}

// compact makes a new base of the places and puts what has changed meanwhile over it. No tile is drawn otherwise.
func (h *Holder) compact(p *places) {
	defer h.compacting.Store(false)
	if err := guard.Do(func() error { h.rebase(p); return nil }); err != nil {
		h.o.Log.Error("changes of places are not put in order with the others", "error", err)
	}
}

func (h *Holder) rebase(p *places) {
	base := p.compacted()
	h.places <- struct{}{}
	defer leave(h.places)
	h.swap(func(old *Snapshot) (*Snapshot, touchedTiles) {
		now, ok := old.layers["places"].body.(*places)
		if !ok || now.base != p.base {
			return nil, nil // read anew meanwhile
		}
		next := old.layers["places"]
		next.body = now.over(base, p)
		return old.with(map[string]held{"places": next}, old.state), touchedTiles{}
	})
}

// refreshWhole reads the layers anew that are behind, but places, until none is.
func (h *Holder) refreshWhole(ctx context.Context, state layer.State) error {
	if err := take(ctx, h.whole); err != nil {
		return err
	}
	defer leave(h.whole)
	for {
		s := h.now.Load()
		ids := s.behind(state, wholeLayers()...)
		if len(ids) == 0 {
			h.swapRoads(state)
			return nil
		}
		read := h.read
		if s == nil || !s.Holds("places") { // the first of all is one state of everything
			read = h.readAll
		}
		var err error
		if state, err = read(ctx, s, ids); err != nil { // the state may be newer than the one asked for
			return err
		}
	}
}

func (h *Holder) readPlaces(ctx context.Context, s *Snapshot) error {
	_, err := h.read(ctx, s, []string{"places"})
	return err
}

// readAll reads layers together with the places.
func (h *Holder) readAll(ctx context.Context, s *Snapshot, ids []string) (layer.State, error) {
	if err := take(ctx, h.places); err != nil {
		return layer.State{}, err
	}
	defer leave(h.places)
	return h.read(ctx, s, append(ids, "places"))
}

// swapRoads takes over the version of the roads, which no layer shows by itself.
func (h *Holder) swapRoads(state layer.State) {
	h.swap(func(old *Snapshot) (*Snapshot, touchedTiles) {
		if old.state.Roads >= state.Roads {
			return nil, nil
		}
		next := old.state
		next.Roads = state.Roads
		return old.with(nil, next), touchedTiles{}
	})
}
