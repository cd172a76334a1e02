package tiles

import (
	"context"
	"fmt"
	"sync"

	"atlante/api/wire"
	"atlante/tiles/cache"
	"atlante/tiles/mvt"
	"atlante/tiles/pack"
)

// bench is what a tile is made with: kept from one tile to the next, so that making
// one allocates only what is kept of it.
type bench struct {
	writer *mvt.Writer
	raw    []byte
}

var benches = sync.Pool{New: func() any { return &bench{writer: mvt.NewWriter()} }}

// how an answer came to be, as Cache-Status says it.
type how struct {
	hit, joined bool // from the cache; made once for several who asked at the same time
	stored      bool // some of it by the store
	empty       bool // nothing is there, and nothing is kept
}

// answer gives an answer packed with gzip: from the cache, joined from layers that
// are there, or made.
func (s *Service) answer(ctx context.Context, v view, a address, k cache.Key) (*cache.Item, how, error) {
	if i := s.cache.Get(k); i != nil {
		return i, how{hit: true, stored: k.Stored != 0}, nil
	}
	if i := s.join(a, k); i != nil {
		return i, how{hit: true, stored: k.Stored != 0}, nil
	}
	i, joined, err := s.flights.Do(ctx, k, func(ctx context.Context) (*cache.Item, error) {
		ctx, cancel := context.WithTimeout(ctx, wire.ReadDeadline)
		defer cancel()
		return s.make(ctx, v, a, k)
	})
	return i, how{joined: joined, stored: k.Stored != 0, empty: err == nil && len(i.Body) == 0}, err
}

// join puts an answer together from layers that are all in the cache; nil when one
// is missing.
func (s *Service) join(a address, k cache.Key) *cache.Item {
	if len(a.layers) == 1 { // the answer is the layer, and it is not there
		return nil
	}
	var room [cache.MaxLayers][]byte
	parts := room[:0]
	for i := range catalogue {
		if !k.Has(i) {
			continue
		}
		part := s.cache.Get(only(k, i))
		if part == nil {
			return nil
		}
		parts = append(parts, part.Body)
	}
	return s.cache.Put(k, pack.Join(parts...), s.current)
}

// make makes the layers that are missing, when its turn has come. It ends between
// two layers when nobody waits any more. A tile without any feature is not kept: it is
// made in less time than it takes to look for it, and there are too many of them.
func (s *Service) make(ctx context.Context, v view, a address, k cache.Key) (*cache.Item, error) {
	done, err := s.turns.take(ctx, v.work(a))
	if err != nil {
		return nil, err
	}
	defer done()
	var items [cache.MaxLayers]*cache.Item
	var room [cache.MaxLayers][]byte
	parts := room[:0]
	for i := range catalogue {
		if !k.Has(i) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if items[i], err = s.part(ctx, v, a, only(k, i), i); err != nil {
			return nil, err
		}
		parts = append(parts, items[i].Body)
	}
	whole := &cache.Item{Body: pack.Join(parts...)}
	if len(whole.Body) == 0 || len(parts) == 1 {
		return whole, nil
	}
	for i, part := range items {
		if part != nil && len(part.Body) == 0 { // so that the next composite is joined
			s.cache.Put(only(k, i), nil, s.current)
		}
	}
	return s.cache.Put(k, whole.Body, s.current), nil
}

// work is about how many features an answer has.
func (v view) work(a address) int {
	if v.snap == nil {
		return 0
	}
	n := 0
	for _, l := range a.layers {
		n += v.snap.Count(l.ID, string(a.scenario), a.world())
	}
	return n
}

// part gives one layer, packed: the i-th of the catalogue. It is kept unless it is
// empty.
func (s *Service) part(ctx context.Context, v view, a address, k cache.Key, i int) (*cache.Item, error) {
	if part := s.cache.Get(k); part != nil {
		return part, nil
	}
	b := benches.Get().(*bench)
	defer benches.Put(b)
	id := catalogue[i].ID
	if v.holds(id) {
		b.raw = v.snap.Append(b.raw[:0], b.writer, id, string(a.scenario), a.world())
	} else {
		raw, err := s.store.Tile(ctx, id, a.scenario, a.z, a.x, a.y)
		if err != nil {
			return nil, fmt.Errorf("tile %s/%d/%d/%d: %w", id, a.z, a.x, a.y, err)
		}
		b.raw = append(b.raw[:0], raw...)
	}
	s.made.Add(1)
	packed, err := pack.Pack(b.raw)
	if err != nil {
		return nil, err
	}
	if len(packed) == 0 {
		return &cache.Item{}, nil
	}
	return s.cache.Put(k, packed, s.current), nil
}

// plain gives an answer unpacked, for clients that take no gzip: few, so it is no part
// of what is made in advance. It is work like making a tile, and waits for its turn.
func (s *Service) plain(ctx context.Context, k cache.Key, packed []byte) ([]byte, error) {
	k = k.In(cache.Identity)
	if i := s.cache.Get(k); i != nil {
		return i.Body, nil
	}
	i, _, err := s.flights.Do(ctx, k, func(ctx context.Context) (*cache.Item, error) {
		done, err := s.turns.take(ctx, 0)
		if err != nil {
			return nil, err
		}
		defer done()
		raw, err := pack.Unpack(packed)
		if err != nil {
			return nil, fmt.Errorf("tile: %w", err)
		}
		return s.cache.Put(k, raw, s.current), nil
	})
	if err != nil {
		return nil, err
	}
	return i.Body, nil
}
