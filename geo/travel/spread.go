package travel

import "context"

// leaveFrom offers a stop to the ends of its edge.
func (f *Field) leaveFrom(h *held) {
	for _, end := range h.ends {
		f.seed(end.Node, keyOf(end.Cost, h.tag))
	}
}

// seed offers a stop to a node before the search begins.
func (f *Field) seed(node int32, k key) {
	if f.labels[node].offer(k) {
		f.queue.seed(entry{k, node})
	}
}

// holds tells whether an entry is still what its node says.
func (l *label) holds(k key) bool { return l.first == k || l.second == k }

// spread carries the labels in the queue on to all nodes that they are nearer to.
// Every label that gets lower is put in again, so that in the end no arc can
// lower any: the labels are those of a full search, whatever the order.
func (f *Field) spread(ctx context.Context) error {
	q := f.queue
	window := q.low
	for q.low = endless; q.count > 0; window++ {
		list := q.later[window%windows]
		if len(list) == 0 {
			continue
		}
		q.later[window%windows], q.spare = q.spare[:0], nil
		q.count -= len(list)
		for _, e := range list {
			switch {
			case !f.labels[e.node].holds(e.key):
			case e.cost()>>windowBits == window:
				q.hand(e)
			default: // of a later lap
				q.put(e)
			}
		}
		q.spare = list[:0]
		for len(q.active) > 0 {
			if ctx.Err() != nil {
				q.clear()
				return ctx.Err()
			}
			now := q.active
			q.active = q.turn[:0]
			for _, t := range now {
				f.search(t, window)
			}
			q.turn = now
		}
	}
	return nil
}

// search carries on what one tile has in one window.
func (f *Field) search(tile int32, window uint32) {
	q := f.queue
	handed := q.tile[tile]
	count, low := len(handed), uint32(buckets)
	for _, e := range handed {
		at := e.cost() >> bucketBits % buckets
		q.bucket[at] = append(q.bucket[at], e)
		low = min(low, at)
	}
	q.tile[tile] = handed[:0]
	if count >= touchFrom {
		f.touch(tile)
	}
	for at := low; count > 0; at++ {
		for len(q.bucket[at]) > 0 {
			list := q.bucket[at]
			q.bucket[at], q.spare = q.spare[:0], nil
			count += f.read(list, tile, window) - len(list)
			q.spare = list[:0]
		}
	}
}

// read carries the labels of one bucket on, and tells how many it put into the
// buckets of the tile. What is written out here is label.offer, and faster so.
func (f *Field) read(list []entry, tile int32, window uint32) (more int) {
	q, labels, arcs, first := f.queue, f.labels, f.arcs, f.first
	for _, e := range list {
		if !labels[e.node].holds(e.key) {
			continue
		}
		for _, a := range arcs[first[e.node]:first[e.node+1]] {
			next := entry{e.more(a.cost), a.node}
			l := &labels[next.node]
			if next.key >= l.second {
				continue
			}
			if held := l.first; next.tag() == held.tag() {
				if next.key >= held {
					continue
				}
				l.first = next.key
			} else {
				l.first, l.second = min(next.key, held), max(next.key, held)
			}
			switch {
			case next.cost()>>windowBits != window:
				q.put(next)
			case next.node>>tileBits == tile:
				k := next.cost() >> bucketBits % buckets
				q.bucket[k] = append(q.bucket[k], next)
				more++
			default:
				q.hand(next)
			}
		}
	}
	return more
}

// touchFrom is how many entries make it worth while to touch the whole tile.
const touchFrom = 8

// touch reads one word of every line of memory of a tile, in order, so that the
// processor fetches them ahead of the search, which reads them in none.
func (f *Field) touch(tile int32) {
	from, to := int(tile)<<tileBits, min(int(tile+1)<<tileBits, len(f.labels))
	var all key
	labels := f.labels[from:to]
	for i := 0; i < len(labels); i += 4 {
		all |= labels[i].first
	}
	arcs := f.arcs[f.first[from]:f.first[to]]
	for i := 0; i < len(arcs); i += 8 {
		all |= key(arcs[i].cost)
	}
	f.queue.touched = all // or else the compiler leaves the loops out
}
