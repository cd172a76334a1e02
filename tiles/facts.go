package tiles

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/tiles/cache"
	"atlante/tiles/snapshot"
)

// facts are what descriptions and styles say about the data, beside the catalogue.
type facts struct {
	ground
	kinds  []geo.Kind
	credit string // HTML
}

// ground is what they say of the territory, which few publications change.
type ground struct {
	bounds *orb.Bound // nil while there is none
	inside *inside
}

// memory keeps the facts of a state, so that descriptions go on being served while
// the database is down.
type memory struct {
	store   Facts
	now     func() time.Time
	reading cache.Flights[factState, facts]

	mu    sync.Mutex
	held  *facts
	of    factState
	retry time.Time // not before, after the store has failed
}

// factState is the part of a state that the facts depend on; the zero one is of nobody.
type factState struct{ database, territory, roads, publication int64 }

// factsPatience is how long a description waits for newer facts when there are older
// ones, and how long after that the store is left alone.
const factsPatience = time.Second

// known gives the facts of the state that tiles are made from. Without a snapshot they
// are read each time. When the store fails, the last ones that were read stand, and old
// is true.
func (s *Service) known(ctx context.Context) (f facts, old bool, err error) {
	var snap *snapshot.Snapshot
	if s.holder != nil {
		snap = s.holder.Now()
	}
	if snap == nil {
		return s.facts.get(ctx, factState{})
	}
	state := snap.State()
	f, old, err = s.facts.get(ctx, factState{state.Database, state.Territory, state.Roads, state.Publication})
	if len(state.Kinds) > 0 {
		f.kinds = state.Kinds // those of the tiles
	}
	return f, old, err
}

// get gives the facts of a state, the zero one when nobody knows which versions hold.
func (m *memory) get(ctx context.Context, of factState) (f facts, old bool, err error) {
	m.mu.Lock()
	held, stands, wait := m.held, of != factState{} && m.of == of, m.now().Before(m.retry)
	m.mu.Unlock()
	if held != nil && (stands || wait) {
		return *held, !stands, nil
	}
	waiting := ctx
	if _, hurried := ctx.Deadline(); hurried && held != nil {
		var cancel context.CancelFunc
		waiting, cancel = context.WithTimeout(ctx, factsPatience)
		defer cancel()
	}
	f, _, err = m.reading.Do(waiting, of, func(ctx context.Context) (facts, error) { return m.read(ctx, of) })
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case err == nil:
		m.held, m.of, m.retry = &f, of, time.Time{}
		return f, false, nil
	case ctx.Err() == nil: // it is the store that has failed, not who asks that has left
		m.retry = m.now().Add(factsPatience)
	}
	if held == nil {
		return facts{}, true, err
	}
	return *held, true, nil
}

func (m *memory) read(ctx context.Context, of factState) (facts, error) {
	ctx, cancel := context.WithTimeout(ctx, wire.ReadDeadline) // of its own: others join it
	defer cancel()
	var f facts
	var err error
	if f.kinds, err = m.store.Kinds(ctx); err != nil {
		return f, fmt.Errorf("kinds: %w", err)
	}
	if f.ground, err = m.territory(ctx, of); err != nil {
		return f, err
	}
	f.credit, err = m.credit(ctx)
	return f, err
}

// territory gives the ground of a state: that of the one before, if it has the same.
func (m *memory) territory(ctx context.Context, of factState) (ground, error) {
	m.mu.Lock()
	held, before := m.held, m.of
	m.mu.Unlock()
	if held != nil && of != (factState{}) && before.database == of.database && before.territory == of.territory {
		return held.ground, nil
	}
	zones, err := m.store.Zones(ctx, true)
	if err != nil {
		return ground{}, fmt.Errorf("zones: %w", err)
	}
	return ground{bounds(zones), &inside{zones: zones}}, nil
}

// bounds of the territory: those of all zones; nil without any.
func bounds(zones []geo.Zone) *orb.Bound {
	var out *orb.Bound
	for _, z := range zones {
		if len(z.Boundary) == 0 {
			continue
		}
		b := z.Boundary.Bound()
		if out != nil {
			b = out.Union(b)
		}
		out = &b
	}
	return out
}

// credit is HTML, as TileJSON wants it, so names from files are escaped. It says
// when the boundaries are approximate, and where the roads are from: whoever
// draws times along synthetic ones must be able to say so.
func (m *memory) credit(ctx context.Context) (string, error) {
	const always = "Atlante, " + geo.Licence + " · ISTAT, " + geo.Licence
	p, err := m.store.Publication(ctx)
	if errors.Is(err, geo.ErrNotFound) {
		return always, nil
	}
	if err != nil {
		return "", fmt.Errorf("publication: %w", err)
	}
	return always + boundaryCredit(p) + roadCredit(p.Graph), nil
}
