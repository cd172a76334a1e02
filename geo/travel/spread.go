package travel

import "context"

// leaveFrom offers a stop to the ends of its edge.
func (f *Field) leaveFrom(slot int32) {
	for _, end := range f.stops[slot].ends {
		f.seed(end.Node, end.Cost, slot)
	}
}

// seed offers a stop to a node before the search begins.
func (f *Field) seed(node int32, cost uint32, slot int32) {
	if cost <= f.bound && f.labels[node].offer(cost, slot, f.rank) {
		f.queue.seed(entry{node, slot}, cost)
	}
}

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
			switch cost := f.labels[e.node].cost(e.slot); {
			case cost>>windowBits == window:
				q.hand(e)
			case cost>>windowBits > window && cost != endless: // of a later lap
				q.put(e, cost)
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
	start, count, low := window<<windowBits, 0, uint32(buckets)
	for _, e := range handed {
		if cost := f.labels[e.node].cost(e.slot); cost>>windowBits == window {
			at := (cost - start) >> bucketBits
			q.bucket[at] = append(q.bucket[at], e)
			count++
			low = min(low, at)
		}
	}
	q.tile[tile] = handed[:0]
	if count >= touchFrom {
		f.touch(tile)
	}
	for at := low; count > 0; at++ {
		for len(q.bucket[at]) > 0 {
			list := q.bucket[at]
			q.bucket[at], q.spare = q.spare[:0], nil
			count += f.read(list, tile, start, at) - len(list)
			q.spare = list[:0]
		}
	}
}

// read carries the labels of one bucket on, and tells how many more it put into
// the buckets of the tile. Entries whose label is in another bucket by now are
// stale.
func (f *Field) read(list []entry, tile int32, start, at uint32) (more int) {
	q, labels, arcs, first, bound, rank := f.queue, f.labels, f.arcs, f.first, f.bound, f.rank
	for _, e := range list {
		cost := labels[e.node].cost(e.slot)
		if (cost-start)>>bucketBits != at {
			continue
		}
		for _, a := range arcs[first[e.node]:first[e.node+1]] {
			end := a.node >> 31 // −1 for a dead end, 0 for others
			node, c := a.node^end, cost+a.cost
			l := &labels[node]
			if c > l.second || c > bound || c < cost || !l.offer(c, e.slot, rank) || end != 0 {
				continue
			}
			switch next := (entry{node, e.slot}); {
			case c-start >= 1<<windowBits:
				q.put(next, c)
			case node>>tileBits == tile:
				k := (c - start) >> bucketBits
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
	var all uint32
	labels := f.labels[from:to]
	for i := 0; i < len(labels); i += 4 {
		all |= labels[i].first
	}
	arcs := f.arcs[f.first[from]:f.first[to]]
	for i := 0; i < len(arcs); i += 8 {
		all |= arcs[i].cost
	}
	f.queue.touched = all // or else the compiler leaves the loops out
}
