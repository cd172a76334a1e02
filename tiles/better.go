package tiles

import (
	"bytes"
	"context"
	"fmt"

	"github.com/andybalholm/brotli"

	"atlante/api/wire"
	"atlante/tiles/cache"
	"atlante/tiles/guard"
	"atlante/tiles/pack"
)

const (
	// brotliLevel is the last that pays: over 150 tiles of all layers, zoom 7 to 14, of
	// 71 KB on average, an answer has 27.6 KB as it is first packed (0.36 ms) and 21.8
	// with Brotli 5 (3.8 ms): 21 % less. Level 4 gives 23.6 (2.4 ms), 6 no more (5.3).
	// gzip 6 gives 25.0 (0.9 ms); that is no copy of its own worth, because browsers
	// take Brotli and programs that do not are near.
	brotliLevel = 5
	// askedTwice is how often an answer was asked for before a better packing of it
	// is worth the work.
	askedTwice = 2
	// leastGain is how much smaller it must be, as a share, to be worth its memory.
	leastGain = 0.05
	// betterQueue bounds what waits for idle time. What finds no room is left as it is.
	betterQueue = 1024
)

// better packs again, in idle time, what was asked for more than once. Only keys wait:
// what the cache has let go of meanwhile is not held by the queue.
type better struct {
	cache *cache.Cache
	queue chan cache.Key
}

// What Item.Better says.
const (
	unknown = iota // not packed again, or the copy is gone
	queued
	no // it would hardly be smaller
)

func newBetter(c *cache.Cache) *better {
	return &better{cache: c, queue: make(chan cache.Key, betterQueue)}
}

// of gives the better packing of an item for a client that takes it, or nil. One that
// is wished for and not there is asked for.
func (b *better) of(k cache.Key, item *cache.Item, accepted wire.Encodings) []byte {
	if !accepted.Brotli {
		return nil
	}
	if found := b.cache.Get(k.In(cache.Brotli)); found != nil {
		return found.Body
	}
	if item.Asked() >= askedTwice && item.Better.CompareAndSwap(unknown, queued) {
		select {
		case b.queue <- k:
		default:
			item.Better.Store(unknown)
		}
	}
	return nil
}

// run packs what is asked for, one after the other, until ctx ends.
func (b *better) run(ctx context.Context, s *Service) {
	for {
		select {
		case <-ctx.Done():
			return
		case k := <-b.queue:
			done, err := s.turns.takeIdle(ctx)
			if err != nil {
				return
			}
			if err := guard.Do(func() error { return b.pack(k, s.current) }); err != nil {
				s.log.Error("tile not packed again", "err", err)
			}
			done()
		}
	}
}

func (b *better) pack(k cache.Key, current func(cache.Key) bool) error {
	item := b.cache.Peek(k)
	if item == nil || !current(k) {
		return nil
	}
	raw, err := pack.Unpack(item.Body)
	if err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	var out bytes.Buffer
	out.Grow(len(item.Body))
	z := brotli.NewWriterLevel(&out, brotliLevel)
	if _, err := z.Write(raw); err != nil {
		return fmt.Errorf("brotli: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("brotli: %w", err)
	}
	if float64(out.Len()) > (1-leastGain)*float64(len(item.Body)) {
		item.Better.Store(no)
		return nil
	}
	b.cache.Put(k.In(cache.Brotli), bytes.Clone(out.Bytes()), current)
	item.Better.Store(unknown) // so that it is made again should the cache let go of it
	return nil
}
