package snapshot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"atlante/geo"
	"atlante/geo/layer"
	"atlante/tiles/world"
)

type touchedTiles = map[string][]world.Tile

// wholeLayers are those that are read whole: all but places.
func wholeLayers() []string {
	var out []string
	for _, l := range layer.Catalogue() {
		if l.ID != "places" {
			out = append(out, l.ID)
		}
	}
	return out
}

// behind tells which of the layers are older than a state.
func (s *Snapshot) behind(state layer.State, ids ...string) []string {
	if s == nil {
		return ids
	}
	var out []string
	versions := state.Versions()
	for _, id := range ids {
		if h := s.layers[id]; h.version < versions[id] || !sameFields(h.kinds, state.Kinds) {
			out = append(out, id)
		}
	}
	return out
}

// sameFields tells whether layers have the same fields with these kinds as with those.
func sameFields(a, b []geo.Kind) bool {
	return slices.EqualFunc(a, b, func(a, b geo.Kind) bool { return a.ID == b.ID && a.ByArea == b.ByArea })
}

// read reads layers whole, puts them into the snapshot and gives the state that they were in. The caller has their turn.
// before is the snapshot whose parts may be used again, and which the state must not be older than; nil for none.
func (h *Holder) read(ctx context.Context, before *Snapshot, ids []string) (layer.State, error) {
	began := h.o.Now()
	ctx, cancel := context.WithTimeout(ctx, rowsWait)
	defer cancel()
	l := newLoad(ids, h.o.Budget, h.seed)
	state, err := h.src.TileRows(ctx, ids, l.add)
	if err != nil {
		return state, fmt.Errorf("rows of the tiles: %w", err)
	}
	if before.newerThan(state) {
		return state, errors.New("the store went back while it was read")
	}
	layers, refused, err := l.finish(state, before)
	if err != nil {
		return state, fmt.Errorf("rows of the tiles: %w", err)
	}
	for _, r := range refused {
		h.o.Log.Error("layer not held in memory: its tiles come from the database, many times slower",
			"layer", r.id, "features", r.rows, "bytes_needed", r.need, "budget", h.o.Budget, "raise", h.o.Setting)
	}
	h.swap(func(old *Snapshot) (*Snapshot, touchedTiles) {
		next, told := layer.State{Kinds: state.Kinds}, touchedTiles{}
		if old != nil {
			next = old.state
		}
		next.Database = state.Database
		for _, id := range ids {
			told[id] = nil
			if id == "places" {
				next.Places, next.Kinds = state.Places, state.Kinds
			} else {
				next.Territory, next.Roads, next.Publication = state.Territory, state.Roads, state.Publication
			}
		}
		return old.with(layers, next), told
	})
	s := h.now.Load()
	for _, id := range ids {
		if b := layers[id].body; b != nil {
			h.o.Log.Debug("layer read", "layer", id, "version", s.Version(id), "features", b.features(), "bytes", b.bytes())
		}
	}
	h.o.Log.Info("tiles read into memory", "layers", ids, "bytes", s.Bytes(), "seconds", h.o.Now().Sub(began).Seconds())
	return state, nil
}

// newerThan tells whether some version of the snapshot is beyond a state, or of another database.
func (s *Snapshot) newerThan(state layer.State) bool {
	return s != nil && (s.state.Database != state.Database || s.state.Places > state.Places || s.state.Territory > state.Territory || s.state.Publication > state.Publication)
}

// restore is for a store whose versions went back, or which is another database than before. That may be no more than a
// look that was overtaken by another; if the store, asked while nobody else reads, still stands behind the snapshot, then
// it was restored from a backup: it is the truth, or withdrawn places would be served for as long as the process lives.
// Everything is read anew, and lineage and epoch tell those who keep tiles that versions are not to be compared across it.
func (h *Holder) restore(ctx context.Context) error {
	for _, turn := range []chan struct{}{h.whole, h.places} {
		if err := take(ctx, turn); err != nil {
			return err
		}
		defer leave(turn)
	}
	state, err := h.src.TileState(ctx)
	if err != nil {
		return fmt.Errorf("versions of the tiles: %w", err)
	}
	s := h.now.Load()
	if !s.newerThan(state) {
		return nil
	}
	h.o.Log.Warn("the database is another than that of the tiles in memory, or older, as after restoring a backup: everything is read anew",
		"places", s.state.Places, "places_now", state.Places, "territory", s.state.Territory, "territory_now", state.Territory,
		"publication", s.state.Publication, "publication_now", state.Publication)
	h.epoch.Add(1)
	_, err = h.read(ctx, nil, append(wholeLayers(), "places"))
	return err
}
