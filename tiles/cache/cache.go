// Package cache keeps finished answers and the packed layers that they are joined
// from, bounded by bytes, and makes each of them once however many ask.
package cache

import (
	"sync/atomic"

	"github.com/maypok86/otter/v2"
)

// overhead is about what an item takes beside its bytes: the key twice, the node
// and its place in the table.
const overhead = 320

// Item is what is kept under a key. Nobody writes to its bytes.
type Item struct {
	Body   []byte // empty for a tile without features
	asks   atomic.Uint32
	Better atomic.Uint32 // for whoever packs items better: what is known of it
}

// Weight is about how many bytes the item takes in a cache.
func (i *Item) Weight() int64 { return int64(cap(i.Body)) + overhead }

// Asked counts one more time that the item was given to a client, and tells which
// time it is.
func (i *Item) Asked() uint32 { return i.asks.Add(1) }

// Cache holds items. When there is no room left, those go first that are asked for
// rarely and long ago (W-TinyLFU, by otter).
type Cache struct {
	items *otter.Cache[Key, *Item]
}

// New makes a cache of so many bytes.
func New(bytes int64) *Cache {
	return &Cache{items: otter.Must(&otter.Options[Key, *Item]{
		MaximumWeight: uint64(max(1, bytes)),
		Weigher:       func(_ Key, i *Item) uint32 { return uint32(i.Weight()) },
	})}
}

// Get gives an item, or nil.
func (c *Cache) Get(k Key) *Item {
	i, _ := c.items.GetIfPresent(k)
	return i
}

// Peek is Get without an asking for it.
func (c *Cache) Peek(k Key) *Item {
	e, _ := c.items.GetEntryQuietly(k)
	return e.Value
}

// Has tells whether an item is there, which is not an asking for it.
func (c *Cache) Has(k Key) bool { return c.Weight(k) > 0 }

// Weight is about how many bytes an item takes; 0 when it is not there. Nor is this an
// asking for it.
func (c *Cache) Weight(k Key) int64 {
	e, _ := c.items.GetEntryQuietly(k)
	return int64(e.Weight)
}

// Put keeps bytes, unless current says that the key is no longer one that anybody
// will ask for. That is looked at after the item is in: a change before the look
// shows in it, and one after it brings a Sweep that finds the item.
func (c *Cache) Put(k Key, body []byte, current func(Key) bool) *Item {
	i := &Item{Body: body}
	c.items.Set(k, i)
	if !current(k) {
		c.items.Invalidate(k)
	}
	return i
}

// Sweep removes what nobody will ask for again, and tells how many items that were.
func (c *Cache) Sweep(current func(Key) bool) int {
	removed := 0
	for k := range c.items.Keys() {
		if !current(k) {
			c.items.Invalidate(k)
			removed++
		}
	}
	return removed
}

// Clear removes everything.
func (c *Cache) Clear() { c.items.InvalidateAll() }

// Bytes is about how much memory the cache takes.
func (c *Cache) Bytes() int64 { return int64(c.items.WeightedSize()) }

// Len is how many items there are.
func (c *Cache) Len() int { return c.items.EstimatedSize() }

// Room is how many bytes the cache may take.
func (c *Cache) Room() int64 { return int64(c.items.GetMaximum()) }
