package tiles

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"time"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/tiles/cache"
	"atlante/tiles/snapshot"
)

// pinned is the layer whose version a pin names: it grows with every publication
// and with every change of the territory.
const pinned = "cells"

// pinPatience is how long a tile waits for the version that a page was made from: the
// page has read it from the store, and the snapshot follows, within milliseconds where
// places change and a second or two where everything does.
const pinPatience = 2 * time.Second

// view is the state that one answer is made from, from the first look to the last
// byte: the snapshot of that moment, or the versions of the store while there is none.
type view struct {
	snap     *snapshot.Snapshot // nil: tiles are asked of the store
	lineage  uint64             // of the versions
	versions map[string]int64   // of the store, when there is no snapshot
	checked  time.Time          // when the store last confirmed this state
}

// look takes the state of this moment.
func (s *Service) look(ctx context.Context) (view, error) {
	if s.holder != nil {
		if snap := s.holder.Now(); snap != nil {
			return s.viewOf(snap), nil
		}
	}
	return s.lookAtStore(ctx)
}

// viewOf is the state that a snapshot holds.
func (s *Service) viewOf(snap *snapshot.Snapshot) view {
	checked, _ := s.holder.Fresh()
	return view{snap: snap, lineage: snap.Lineage(), checked: checked}
}

// lookAtStore takes the state of the store.
func (s *Service) lookAtStore(ctx context.Context) (view, error) {
	ctx, cancel := context.WithTimeout(ctx, wire.ReadDeadline)
	defer cancel()
	versions, err := s.store.LayerVersions(ctx)
	if err != nil {
		return view{}, fmt.Errorf("layer versions: %w", err)
	}
	return view{lineage: s.lineage, versions: versions, checked: s.now()}, nil
}

// version of a layer, only growing.
func (v view) version(id string) int64 {
	if v.snap != nil {
		return v.snap.Version(id)
	}
	return v.versions[id]
}

// holds tells whether a layer comes from memory.
func (v view) holds(id string) bool { return v.snap != nil && v.snap.Holds(id) }

// key is that of an answer with the layers of an address, packed with gzip.
func (v view) key(a address) cache.Key {
	k := cache.Key{Z: uint8(a.z), X: a.x, Y: a.y, Lineage: v.lineage}
	for i := range a.layers {
		l := &a.layers[i]
		i := place(l.ID)
		k.Layers |= 1 << i
		k.Planned = k.Planned || l.Coverage && a.scenario == cover.ScenarioPlanned
		if v.holds(l.ID) {
			k.Versions[i] = v.snap.TileVersion(l.ID, a.world())
			continue
		}
		k.Stored |= 1 << i
		k.Versions[i] = v.version(l.ID)
	}
	return k
}

// current tells whether somebody who asks now would ask for this key.
func (s *Service) current(k cache.Key) bool {
	if s.holder == nil {
		return true
	}
	snap := s.holder.Now()
	if snap == nil {
		return true
	}
	return view{snap: snap, lineage: snap.Lineage()}.key(addressOf(k)) == k.In(cache.Gzip)
}

// addressOf is the address that a key is about.
func addressOf(k cache.Key) address {
	a := address{scenario: cover.ScenarioCurrent, z: uint32(k.Z), x: k.X, y: k.Y}
	if k.Planned {
		a.scenario = cover.ScenarioPlanned
	}
	a.layers = selections[k.Layers]
	a.asked = a.layers
	return a
}

// only is the key of one layer of an answer.
func only(k cache.Key, i int) cache.Key {
	k = k.Only(i)
	k.Planned = k.Planned && catalogue[i].Coverage
	return k
}

// parsePin reads v, the version of the layer cells that an open page was made
// from; 0 when the address does not pin one.
func parsePin(r *http.Request) (int64, error) {
	if r.URL.RawQuery == "" {
		return 0, nil
	}
	q := wire.ReadQuery(r, "v")
	v := q.Int("v", 0, 1, math.MaxInt)
	return int64(v), q.Err()
}

// lookPinned is look for a page that was made from a version. Another one than
// today's is geo.ErrConflict: old figures and a new map must not stand side by side.
func (s *Service) lookPinned(ctx context.Context, pin int64) (view, error) {
	v, err := s.look(ctx)
	if err != nil || pin == 0 {
		return v, err
	}
	if v.snap != nil && pin > v.version(pinned) {
		if v, err = s.await(ctx, v, pin); err != nil {
			return v, err
		}
	}
	if now := v.version(pinned); pin != now {
		return v, outdated(pin, now)
	}
	return v, nil
}

// outdated refuses a pin when another version of the layer is the one of now.
func outdated(pin, now int64) error {
	return geo.Conflict("v=%d: il livello %s è ora alla versione %d; ricarica la pagina, o chiedi la tessera senza v / the layer %s is now at version %d; reload the page, or ask for the tile without v", pin, pinned, now, pinned, now)
}

// await gives the state of a pin that is newer than the snapshot: the store has it and
// the snapshot follows. Where that takes long the store makes the tile; a pin that the
// store does not know is not waited for.
func (s *Service) await(ctx context.Context, v view, pin int64) (view, error) {
	ctx, cancel := context.WithTimeout(ctx, pinPatience)
	defer cancel()
	store, err := s.lookOnce(ctx, pin)
	if err == nil && store.version(pinned) < pin {
		return v, nil
	}
	if _, late := s.holder.Await(ctx, pinned, pin); late == nil {
		return s.look(ctx)
	}
	if err != nil { // nobody can say whether there is such a version
		return v, nil
	}
	return store, nil
}

// lookOnce is one look at the store for all who come with a pin at the same time, so
// that pins which somebody has made up do not take its connections. A look that had
// begun before may be too old to know the pin; the next is not.
func (s *Service) lookOnce(ctx context.Context, pin int64) (view, error) {
	v, joined, err := s.looks.Do(ctx, struct{}{}, s.lookAtStore)
	if joined && ctx.Err() == nil && (err != nil || v.version(pinned) < pin) {
		v, _, err = s.looks.Do(ctx, struct{}{}, s.lookAtStore)
	}
	return v, err
}
