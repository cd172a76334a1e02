package cql2

import (
	"math"

	"github.com/paulmach/orb"
)

// positions are the coordinates of a shape as they were read, each with its place
// in the filter; elevations are dropped, for nothing here has one.
type positions struct {
	points []orb.Point
	at     []int
}

func (p *positions) add(at int, x, y float64) {
	p.points = append(p.points, orb.Point{x + 0, y + 0}) // -0 becomes 0
	p.at = append(p.at, at)
}

// line of at least two positions.
func (p positions) line(at int) (orb.LineString, error) {
	if len(p.points) < 2 {
		return nil, fail(at, "una linea ha almeno due posizioni", "a line has at least two positions")
	}
	return p.points, nil
}

// ring of a polygon: at least four positions, the last being the first again.
func (p positions) ring(at int) (orb.Ring, error) {
	n := len(p.points)
	if n < 4 {
		return nil, fail(at, "il contorno di un poligono ha almeno quattro posizioni, l'ultima uguale alla prima",
			"the ring of a polygon has at least four positions, the last one like the first")
	}
	if p.points[0] != p.points[n-1] {
		return nil, fail(p.at[n-1], "il contorno del poligono non si chiude: ripeti alla fine la prima posizione",
			"the ring of the polygon is not closed: repeat its first position at the end")
	}
	return p.points, nil
}

// box of four numbers (west, south, east, north) or six (with elevations, which
// are dropped). West may exceed east: then it crosses the antimeridian.
func box(at int, n []float64) (Box, error) {
	switch len(n) {
	case 4:
	case 6:
		n = []float64{n[0], n[1], n[3], n[4]}
	default:
		return Box{}, fail(at, "un riquadro vuole quattro numeri, ovest, sud, est, nord (o sei, con le quote): qui sono %d",
			"a box takes four numbers, west, south, east, north (or six, with elevations): here are %d", len(n))
	}
	if n[1] > n[3] {
		return Box{}, fail(at, "il sud del riquadro sta a nord del suo nord: l'ordine è ovest, sud, est, nord",
			"the south of the box lies north of its north: the order is west, south, east, north")
	}
	return Box{Min: orb.Point{n[0] + 0, n[1] + 0}, Max: orb.Point{n[2] + 0, n[3] + 0}}, nil
}

// empty is the error of a shape without positions.
func empty(at int) error {
	return fail(at, "una geometria vuota non contiene nulla: scrivi le sue coordinate",
		"an empty geometry holds nothing: write its coordinates")
}

// notFinite tells what no number may be.
func notFinite(f float64) bool { return math.IsInf(f, 0) || math.IsNaN(f) }

// huge is the error of a number that no float64 holds.
func huge(at int, s string) error {
	return fail(at, "«%s» è un numero troppo grande", "%q is too large a number", excerpt(s))
}

// Degrees checks that every geometry of a filter lies within longitudes of ±180°
// and latitudes of ±90°, as a filter in CRS84 must. The error wraps
// geo.ErrInvalid.
func Degrees(n Node) error {
	var out error
	Walk(n, func(n Node) bool {
		var b orb.Bound
		switch n := n.(type) {
		case Geometry:
			b = n.Bound()
		case Box:
			b = orb.Bound(n)
		default:
			return out == nil
		}
		for _, p := range []orb.Point{b.Min, b.Max} {
			if out == nil && (math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90) {
				out = fail(-1, "le coordinate %v, %v non stanno sulla Terra: in gradi la longitudine va da -180 a 180, la latitudine da -90 a 90, e la longitudine viene prima",
					"the coordinates %v, %v are not on Earth: in degrees longitudes go from -180 to 180, latitudes from -90 to 90, and the longitude comes first", p[0], p[1])
			}
		}
		return false
	})
	return out
}
