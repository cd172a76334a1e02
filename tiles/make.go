package tiles

import (
	"context"
	"fmt"
	"math/bits"
	"sync"

	"atlante/api/wire"
	"atlante/tiles/cache"
	"atlante/tiles/mvt"
	"atlante/tiles/pack"
)

// writers are kept from one layer to the next, so that making one allocates only what
// is kept of it.
var writers = sync.Pool{New: newWriter}

func newWriter() any { return mvt.NewWriter() }

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

// fetched are the layers of a tile that memory does not hold, in the order of the
// catalogue: packed, where they are in the cache, or raw, as the store has made them.
type fetched struct {
	packed [cache.MaxLayers]*cache.Item
	raw    [cache.MaxLayers][]byte
}

// fetch has the store make what memory does not hold. That is waiting, not work, and
// may last: it takes no turn of those who make tiles from memory, but one of its own.
func (s *Service) fetch(ctx context.Context, a address, k cache.Key) (out fetched, err error) {
	missing := uint16(0)
	for i := range catalogue {
		if k.Stored&(1<<i) == 0 {
			continue
		}
		if out.packed[i] = s.cache.Get(only(k, i)); out.packed[i] == nil {
			missing |= 1 << i
		}
	}
	if missing == 0 {
		return out, nil
	}
	done, err := s.asking.take(ctx, nil)
	if err != nil {
		return out, err
	}
	defer done()
	for i := range catalogue {
		if missing&(1<<i) == 0 {
			continue
		}
		if out.raw[i], err = s.store.Tile(ctx, catalogue[i].ID, a.scenario, a.z, a.x, a.y); err != nil {
			return out, fmt.Errorf("tile %s/%d/%d/%d: %w", catalogue[i].ID, a.z, a.x, a.y, err)
		}
	}
	return out, nil
}

// make makes the layers that are missing, when its turn has come. It ends between
// two layers when nobody waits any more. A tile without any feature is not kept: from
// memory it is made in less time than it takes to look for it, and there are too many.
func (s *Service) make(ctx context.Context, v view, a address, k cache.Key) (*cache.Item, error) {
	got, err := s.fetch(ctx, a, k)
	if err != nil {
		return nil, err
	}
	done, err := s.turns.take(ctx, func() int { return v.work(a) })
	if err != nil {
		return nil, err
	}
	defer done()
	var layers [cache.MaxLayers]*cache.Item
	var room [cache.MaxLayers][]byte
	members := room[:0]
	for i := range catalogue {
		if !k.Has(i) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if layers[i] = got.packed[i]; layers[i] == nil {
			layers[i] = s.layer(v, a, only(k, i), i, got.raw[i])
		}
		members = append(members, layers[i].Body)
	}
	if len(members) == 1 {
		return layers[bits.TrailingZeros16(k.Layers)], nil
	}
	whole := pack.Join(members...)
	if len(whole) == 0 {
		return &cache.Item{}, nil
	}
	for i, l := range layers {
		if l != nil && len(l.Body) == 0 { // so that the next composite is joined
			s.cache.Put(only(k, i), nil, s.current)
		}
	}
	return s.cache.Put(k, whole, s.current), nil
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

// layer makes one layer of an answer, the i-th of the catalogue: from memory, or from the
// raw bytes that the store has made. It is kept, unless it is empty.
func (s *Service) layer(v view, a address, k cache.Key, i int, raw []byte) *cache.Item {
	if found := s.cache.Get(k); found != nil {
		return found
	}
	s.made.Add(1)
	var packed []byte
	if id := catalogue[i].ID; v.holds(id) {
		w := writers.Get().(*mvt.Writer)
		packed = pack.Pack(v.snap.Layer(w, id, string(a.scenario), a.world()), w.Identifiers())
		writers.Put(w) // not after a panic: nobody knows in which state it left the writer
	} else {
		packed = pack.Pack(raw, nil)
	}
	if len(packed) == 0 {
		return &cache.Item{}
	}
	return s.cache.Put(k, packed, s.current)
}

// plain gives an answer unpacked, for clients that take no gzip: few, so it is no part
// of what is made in advance. It is work like making a tile, and waits for its turn.
func (s *Service) plain(ctx context.Context, k cache.Key, packed []byte) ([]byte, error) {
	k = k.In(cache.Identity)
	if i := s.cache.Get(k); i != nil {
		return i.Body, nil
	}
	i, _, err := s.flights.Do(ctx, k, func(ctx context.Context) (*cache.Item, error) {
		done, err := s.turns.take(ctx, nil)
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
