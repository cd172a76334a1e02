package snapshot

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"atlante/geo/layer"
	"atlante/tiles/index"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// The resolutions of the parent cells of clusters: layer.ClusterResolution says which zoom has which.
const (
	coarsestCluster = 4
	clusterLevels   = 3
)

// clusters are those of one resolution, by parent cell. Immutable.
type clusters struct {
	list  []*cluster
	index *index.Index
}

func levelOf(zoom uint32) int { return layer.ClusterResolution(zoom) - coarsestCluster }

func (c *clusters) write(w *mvt.Writer, t world.Tile) {
	c.index.Search(t.Box(0), func(i int) {
		f := c.list[i]
		w.Point(f.parent, true, f.tags, f.at)
	})
}

func (c *clusters) bytes() int64 {
	n := int64(0)
	for _, f := range c.list {
		n += 8 + 18 + 96 + 4*int64(cap(f.kinds)+cap(f.tags))
	}
	return n
}

func newClusters(list []*cluster) *clusters {
	points := make([]world.Point, len(list))
	for i, f := range list {
		points[i] = f.at
	}
	return &clusters{list, index.NewPoints(points, node)}
}

func (c *clusters) find(parent uint64) *cluster {
	i, ok := slices.BinarySearchFunc(c.list, parent, func(f *cluster, parent uint64) int { return cmp.Compare(f.parent, parent) })
	if !ok {
		return nil
	}
	return c.list[i]
}

// recount is a change of the clusters of one resolution in the making.
type recount struct {
	before  *clusters
	level   int
	kinds   *clusterKinds
	changed map[uint64]*cluster
}

func (c *clusters) recount(level int, k *clusterKinds) *recount {
	return &recount{c, level, k, map[uint64]*cluster{}}
}

// count adds a place (n = 1) or takes it out (n = -1).
func (r *recount) count(p *place, n int32) {
	id := parent(p.cell, coarsestCluster+r.level)
	c := r.changed[id]
	if c == nil {
		if old := r.before.find(id); old != nil {
			c = old.copy()
		} else {
			c = &cluster{parent: id, kinds: make([]int32, r.kinds.n)}
		}
		r.changed[id] = c
	}
	c.count(p, r.kinds.of(p), n)
}

// finish makes the new clusters. find gives a place as it is now; moved is told where a cluster was and where it is, for
// each that is drawn otherwise than before.
func (r *recount) finish(find func(uuid.UUID) *place, moved func(level int, at world.Point)) (*clusters, error) {
	if len(r.changed) == 0 {
		return r.before, nil
	}
	changed := make([]*cluster, 0, len(r.changed))
	for _, c := range r.changed {
		old := r.before.find(c.parent)
		if c.n > 0 {
			if err := c.finish(find, r.kinds); err != nil {
				return nil, err
			}
			if old != nil && old.same(c) {
				old = nil
			} else {
				moved(r.level, c.at)
			}
		}
		if old != nil {
			moved(r.level, old.at)
		}
		changed = append(changed, c)
	}
	slices.SortFunc(changed, func(a, b *cluster) int { return cmp.Compare(a.parent, b.parent) })
	return newClusters(merge(r.before.list, changed)), nil
}

// merge puts changed clusters in their places and leaves empty ones out.
func merge(before, changed []*cluster) []*cluster {
	out := make([]*cluster, 0, len(before)+len(changed))
	for len(before) > 0 || len(changed) > 0 {
		switch {
		case len(changed) == 0 || len(before) > 0 && before[0].parent < changed[0].parent:
			out, before = append(out, before[0]), before[1:]
			continue
		case len(before) > 0 && before[0].parent == changed[0].parent:
			before = before[1:]
		}
		if changed[0].n > 0 {
			out = append(out, changed[0])
		}
		changed = changed[1:]
	}
	return out
}
