package export

import (
	"fmt"

	"github.com/paulmach/orb"
)

// appendWKT writes a shape as well-known text.
func appendWKT(b []byte, g orb.Geometry, places int) ([]byte, error) {
	switch g := g.(type) {
	case orb.Point:
		return append(wktPoint(append(b, "POINT ("...), g, places), ')'), nil
	case orb.Polygon:
		return wktPolygon(append(b, "POLYGON "...), g, places), nil
	case orb.MultiPolygon:
		b = append(b, "MULTIPOLYGON ("...)
		for i, p := range g {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = wktPolygon(b, p, places)
		}
		return append(b, ')'), nil
	}
	return b, fmt.Errorf("%T is none of the geometries of a collection", g)
}

func wktPolygon(b []byte, p orb.Polygon, places int) []byte {
	b = append(b, '(')
	for i, ring := range p {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, '(')
		for j, point := range ring {
			if j > 0 {
				b = append(b, ", "...)
			}
			b = wktPoint(b, point, places)
		}
		b = append(b, ')')
	}
	return append(b, ')')
}

func wktPoint(b []byte, p orb.Point, places int) []byte {
	b = append(appendRounded(b, p[0], places), ' ')
	return appendRounded(b, p[1], places)
}
