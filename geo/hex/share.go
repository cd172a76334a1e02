package hex

import (
	"math"

	"github.com/paulmach/orb"
)

// Grid finds the cells near a line and measures how much of them lies inside
// polygons. All of it in the plane of longitude and latitude: within a cell of
// resolution 9 the ratio of two areas there and on the ground differ by less
// than 1e-4.
type Grid struct {
	cells   []Cell
	rings   []orb.Ring // outlines, counter-clockwise
	centres []orb.Point
	reach   float64              // the farthest corner from its centre, in degrees
	buckets map[[2]int32][]int32 // indices of cells, by centre in squares of 4·reach
}

// NewGrid holds these cells, of one resolution.
func NewGrid(cells []Cell) (*Grid, error) {
	g := &Grid{cells: cells, rings: make([]orb.Ring, len(cells)), centres: make([]orb.Point, len(cells)),
		buckets: map[[2]int32][]int32{}}
	for i, c := range cells {
		var err error
		if g.centres[i], err = c.Centre(); err != nil {
			return nil, err
		}
		if g.rings[i], err = c.Boundary(); err != nil {
			return nil, err
		}
		for _, corner := range g.rings[i] {
			g.reach = max(g.reach, math.Hypot(corner[0]-g.centres[i][0], corner[1]-g.centres[i][1]))
		}
	}
	for i, centre := range g.centres {
		b := g.bucket(centre[0], centre[1])
		g.buckets[b] = append(g.buckets[b], int32(i))
	}
	return g, nil
}

func (g *Grid) bucket(lon, lat float64) [2]int32 {
	size := 4 * g.reach
	return [2]int32{int32(math.Floor(lon / size)), int32(math.Floor(lat / size))}
}

// Fractions gives the share of its area, 0 to 1, that lies inside the polygons
// (EPSG:4326) for every cell near enough to their border to be crossed by it.
// All other cells of the grid lie wholly inside or wholly outside.
func (g *Grid) Fractions(mp orb.MultiPolygon) map[Cell]float64 {
	near := map[int32]bool{}
	for _, p := range mp {
		for _, r := range p {
			for i := 1; i < len(r); i++ {
				g.along(r[i-1], r[i], near)
			}
		}
	}
	out := make(map[Cell]float64, len(near))
	for i := range near {
		inside := 0.0
		for _, p := range mp {
			for k, r := range p {
				if a := clippedArea(r, g.rings[i]); k == 0 {
					inside += a
				} else {
					inside -= a
				}
			}
		}
		out[g.cells[i]] = min(1, max(0, inside/clippedArea(g.rings[i], g.rings[i])))
	}
	return out
}

// along marks the cells that the line from p to q may cross.
func (g *Grid) along(p, q orb.Point, near map[int32]bool) {
	from := g.bucket(min(p[0], q[0])-g.reach, min(p[1], q[1])-g.reach)
	to := g.bucket(max(p[0], q[0])+g.reach, max(p[1], q[1])+g.reach)
	for x := from[0]; x <= to[0]; x++ {
		for y := from[1]; y <= to[1]; y++ {
			for _, i := range g.buckets[[2]int32{x, y}] {
				if distance(g.centres[i], p, q) <= g.reach {
					near[i] = true
				}
			}
		}
	}
}

// distance of c from the segment between p and q, in degrees.
func distance(c, p, q orb.Point) float64 {
	dx, dy := q[0]-p[0], q[1]-p[1]
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(1, max(0, ((c[0]-p[0])*dx+(c[1]-p[1])*dy)/length))
	}
	return math.Hypot(p[0]+t*dx-c[0], p[1]+t*dy-c[1])
}

// clippedArea is the area, in square degrees, of the part of a closed ring that
// lies inside a convex ring that runs counter-clockwise. The ring is cut by one
// edge after the other (Sutherland and Hodgman 1974); where that leaves edges
// that run back over themselves they enclose nothing.
func clippedArea(ring, convex orb.Ring) float64 {
	part := append([]orb.Point(nil), ring[:max(0, len(ring)-1)]...)
	var cut []orb.Point
	for i := 1; i < len(convex) && len(part) > 0; i++ {
		a, b := convex[i-1], convex[i]
		left := func(p orb.Point) float64 { return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0]) }
		cut = cut[:0]
		last := part[len(part)-1]
		before := left(last)
		for _, p := range part {
			now := left(p)
			if (before < 0) != (now < 0) {
				t := before / (before - now)
				cut = append(cut, orb.Point{last[0] + t*(p[0]-last[0]), last[1] + t*(p[1]-last[1])})
			}
			if now >= 0 {
				cut = append(cut, p)
			}
			last, before = p, now
		}
		part, cut = cut, part
	}
	return shoelace(part, convex[0])
}

// shoelace is the area of an open ring, seen from a point near it: coordinates
// of seven degrees would swallow the digits of an area of 1e-5.
func shoelace(ring []orb.Point, near orb.Point) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += (p[0]-near[0])*(q[1]-near[1]) - (q[0]-near[0])*(p[1]-near[1])
	}
	return math.Abs(sum) / 2
}
