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
		f.queue.seed(node, cost)
	}
}

// spread carries the labels of the nodes in the queue on to all nodes that they
// are nearer to. A label at the cost that is being read is final: all arcs cost
// something, so nothing that is still to be read can lower it.
func (f *Field) spread(ctx context.Context) error {
	q := f.queue
	q.begin()
	for read := 0; ; read++ {
		list, ok := q.next()
		if !ok {
			return nil
		}
		if read%1024 == 0 && ctx.Err() != nil {
			q.clear()
			return ctx.Err()
		}
		for _, n := range list {
			l := f.labels[n]
			if l.first == q.at {
				f.carry(n, l.first, l.firstStop)
			}
			if l.second == q.at {
				f.carry(n, l.second, l.secondStop)
			}
			// Put in for a later lap.
			if l.first > q.at && l.first%laps == q.at%laps && l.first != endless {
				q.push(n, l.first)
			} else if l.second > q.at && l.second%laps == q.at%laps && l.second != endless {
				q.push(n, l.second)
			}
		}
		q.done(list)
	}
}

// carry offers a stop to the nodes from which one arrives at node n.
func (f *Field) carry(n int32, cost uint32, slot int32) {
	arcs := &f.g.Arriving
	from, to := arcs.First[n], arcs.First[n+1]
	nodes, costs, winter := arcs.Node[from:to], arcs.Cost[from:to], arcs.Winter[from:to]
	for k, m := range nodes {
		c := cost + costs[k]
		l := &f.labels[m]
		if c > l.second || c > f.bound || c < cost || (winter[k] && !f.o.Summer) {
			continue
		}
		if l.offer(c, slot, f.rank) {
			f.queue.push(m, c)
		}
	}
}
