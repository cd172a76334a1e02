package tiles

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/layer"
)

// facts are what descriptions and styles say about the data, beside the catalogue.
type facts struct {
	kinds  []geo.Kind
	bounds *orb.Bound // nil while there is no territory
	credit string     // HTML
}

// memory keeps the facts of a state, so that descriptions go on being served while
// the database is down.
type memory struct {
	store Facts
	now   func() time.Time

	mu    sync.Mutex
	held  *facts
	of    layer.State // that the facts are of; places do not count
	retry time.Time   // not before, after the store has failed
}

// factsPatience is how long a description waits for newer facts when there are older
// ones, and how long after that the store is left alone.
const factsPatience = time.Second

// factsOf is the part of a state that the facts depend on.
func factsOf(s layer.State) layer.State {
	return layer.State{Database: s.Database, Territory: s.Territory, Roads: s.Roads, Publication: s.Publication}
}

func (m *memory) stands(of layer.State) bool {
	return m.held != nil && m.of.Database == of.Database && m.of.Territory == of.Territory && m.of.Roads == of.Roads && m.of.Publication == of.Publication
}

// known gives the facts of the state that tiles are made from. Without a snapshot they are read each
// time. When the store fails, the last ones that were read stand.
func (s *Service) known(ctx context.Context) (facts, error) {
	var snap *layer.State
	if s.holder != nil {
		if now := s.holder.Now(); now != nil {
			state := now.State()
			snap = &state
		}
	}
	return s.facts.get(ctx, snap)
}

// get gives the facts; state is nil when nobody knows which versions hold.
func (m *memory) get(ctx context.Context, state *layer.State) (facts, error) {
	m.mu.Lock()
	held, fresh, wait := m.held, state != nil && m.stands(factsOf(*state)), m.now().Before(m.retry)
	m.mu.Unlock()
	if held != nil && (fresh || wait) {
		return held.with(state), nil
	}
	if held != nil {
		short, cancel := context.WithTimeout(ctx, factsPatience)
		defer cancel()
		ctx = short
	}
	read, err := m.read(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		m.retry = m.now().Add(factsPatience)
		if held == nil {
			return facts{}, err
		}
		return held.with(state), nil
	}
	m.held, m.retry = &read, time.Time{}
	m.of = layer.State{Territory: -1}
	if state != nil {
		m.of = factsOf(*state)
	}
	return read.with(state), nil
}

// with takes the kinds from a state, where there is one: they are those of the tiles.
func (f facts) with(state *layer.State) facts {
	if state != nil && len(state.Kinds) > 0 {
		f.kinds = state.Kinds
	}
	return f
}

func (m *memory) read(ctx context.Context) (facts, error) {
	var f facts
	var err error
	if f.kinds, err = m.store.Kinds(ctx); err != nil {
		return f, fmt.Errorf("kinds: %w", err)
	}
	if f.bounds, err = m.bounds(ctx); err != nil {
		return f, err
	}
	f.credit, err = m.credit(ctx)
	return f, err
}

// bounds of the territory: those of all zones; nil without any.
func (m *memory) bounds(ctx context.Context) (*orb.Bound, error) {
	zones, err := m.store.Zones(ctx, true)
	if err != nil {
		return nil, fmt.Errorf("zones: %w", err)
	}
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
	return out, nil
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
