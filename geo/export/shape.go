package export

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"atlante/geo/feature"
)

// shape reads the geometry of a feature; nil when it has none.
func shape(f feature.Feature) (orb.Geometry, error) {
	if f.WKB == nil {
		return nil, nil
	}
	g, err := wkb.Unmarshal(f.WKB)
	if err != nil {
		return nil, fmt.Errorf("geometry of %s: %w", f.ID, err)
	}
	return g, nil
}

// decimals of a coordinate that stand for about a centimetre or less.
func decimals(crs feature.SRID) int {
	if crs == feature.WGS84 {
		return 7
	}
	return 3
}

// polygons takes a polygon or several as a list.
func polygons(g orb.Geometry) []orb.Polygon {
	switch g := g.(type) {
	case orb.Polygon:
		return []orb.Polygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// rightHanded turns outer rings counter-clockwise and holes clockwise, as RFC
// 7946 wants them. It changes g.
func rightHanded(g orb.Geometry) {
	for _, p := range polygons(g) {
		for i, ring := range p {
			if outer := i == 0; (ring.Orientation() == orb.CCW) != outer {
				ring.Reverse()
			}
		}
	}
}

// box grows with the geometries that it is shown; it is empty at first.
type box struct{ minX, minY, maxX, maxY float64 }

func emptyBox() box {
	return box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
}

func (b box) empty() bool { return b.minX > b.maxX }

func boxOf(g orb.Geometry) box {
	x := g.Bound()
	return box{x.Min[0], x.Min[1], x.Max[0], x.Max[1]}
}

func (b box) with(c box) box {
	return box{min(b.minX, c.minX), min(b.minY, c.minY), max(b.maxX, c.maxX), max(b.maxY, c.maxY)}
}
