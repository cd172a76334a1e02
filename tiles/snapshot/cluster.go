package snapshot

import (
	"fmt"
	"math"
	"slices"

	"github.com/google/uuid"

	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// perDegree is the fixed point in which positions are added up: whole numbers, so that a sum does not depend on the order
// in which places come and go. A thousand-millionth of a degree is a tenth of a millimetre; 50 million places fit.
const perDegree = 1e9

// cluster is what the places of one parent cell are drawn as below layer.ClusterZoom. Immutable once in a list.
type cluster struct {
	parent uint64
	sum    [2]int64 // of longitudes and latitudes, in 1/perDegree
	n      int32
	keys   uuid.UUID // of the members, added up bit by bit: with one member it is that one's
	kinds  []int32   // members by kind, in the order of the kinds
	at     world.Point
	tags   []mvt.ValueID
}

// count adds a place to a cluster, or takes it out with n = -1. What is drawn is left to finish.
func (c *cluster) count(p *place, kind int, n int32) {
	for i := range c.sum {
		c.sum[i] += int64(n) * int64(math.Round(p.lonlat[i]*perDegree))
	}
	c.n += n
	for i := range c.keys {
		c.keys[i] ^= p.key[i]
	}
	if kind >= 0 {
		c.kinds[kind] += n
	}
}

// copy gives a cluster that may be counted further.
func (c *cluster) copy() *cluster {
	d := *c
	d.kinds = slices.Clone(c.kinds)
	return &d
}

// finish sets point and attributes: those of the only member, or the centre (the mean of longitudes and latitudes, as
// ST_Centroid in EPSG:4326 gives it) with the numbers by kind.
func (c *cluster) finish(find func(uuid.UUID) *place, k *clusterKinds) error {
	n := float64(c.n)
	c.at = world.FromLonLat(float64(c.sum[0])/n/perDegree, float64(c.sum[1])/n/perDegree)
	if c.n == 1 {
		only := find(c.keys)
		if only == nil {
			return fmt.Errorf("cluster %x: its only place %s is not there", c.parent, c.keys)
		}
		c.tags = only.tags
		return nil
	}
	c.tags = make([]mvt.ValueID, placeFields+1+len(c.kinds))
	var err error
	if c.tags[placeFields], err = k.values.ID(int64(c.n)); err != nil {
		return err
	}
	for i, m := range c.kinds {
		if m == 0 {
			continue
		}
		if c.tags[placeFields+1+i], err = k.values.ID(int64(m)); err != nil {
			return err
		}
	}
	return nil
}

// same tells whether two clusters are drawn alike.
func (c *cluster) same(o *cluster) bool { return c.at == o.at && slices.Equal(c.tags, o.tags) }

// clusterKinds finds the field of a kind.
type clusterKinds struct {
	values *mvt.Values
	number map[mvt.ValueID]int // of the kind, by the value of the field "kind"
	n      int
}

// of gives the number of a place's kind; -1 for one that is not in the list, which is counted in the whole alone.
func (k *clusterKinds) of(p *place) int {
	if n, ok := k.number[p.tags[fieldOfKind]]; ok {
		return n
	}
	return -1
}

// parent gives the parent of an H3 cell at a coarser resolution, as atlante.h3_parent does: the index keeps its
// resolution in bits 52 to 55 and a digit of three bits for each finer step, unused ones all ones (H3 index layout,
// h3geo.org/docs/core-library/h3Indexing).
func parent(cell uint64, resolution int) uint64 {
	return cell&^(15<<52) | uint64(resolution)<<52 | (1<<(3*(15-resolution)) - 1)
}
