package postgis

import (
	"encoding/binary"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// encode gives the EWKB of a point, polygon or multipolygon in the SRID.
func encode(g orb.Geometry, srid int) ([]byte, error) {
	var t geom.T
	switch g := g.(type) {
	case orb.Point:
		t = geom.NewPointFlat(geom.XY, g[:]).SetSRID(srid)
	case orb.Polygon:
		flat, ends := flatten(nil, nil, g)
		t = geom.NewPolygonFlat(geom.XY, flat, ends).SetSRID(srid)
	case orb.MultiPolygon:
		var flat []float64
		endss := make([][]int, 0, len(g))
		for _, p := range g {
			var ends []int
			flat, ends = flatten(flat, nil, p)
			endss = append(endss, ends)
		}
		t = geom.NewMultiPolygonFlat(geom.XY, flat, endss).SetSRID(srid)
	default:
		return nil, fmt.Errorf("encode %T: not a geometry that Atlante stores", g)
	}
	return ewkb.Marshal(t, binary.LittleEndian)
}

func flatten(flat []float64, ends []int, p orb.Polygon) ([]float64, []int) {
	for _, r := range p {
		for _, q := range r {
			flat = append(flat, q[0], q[1])
		}
		ends = append(ends, len(flat))
	}
	return flat, ends
}

// decodePoint reads the EWKB of a point; nil bytes are no point.
func decodePoint(b []byte) (*orb.Point, error) {
	if b == nil {
		return nil, nil
	}
	t, err := ewkb.Unmarshal(b)
	if err != nil {
		return nil, err
	}
	p, ok := t.(*geom.Point)
	if !ok || p.Empty() {
		return nil, fmt.Errorf("decode %T: not a point", t)
	}
	return &orb.Point{p.X(), p.Y()}, nil
}

// decodePolygons reads the EWKB of a polygon or multipolygon; nil bytes are none.
func decodePolygons(b []byte) (orb.MultiPolygon, error) {
	if b == nil {
		return nil, nil
	}
	t, err := ewkb.Unmarshal(b)
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case *geom.Polygon:
		return orb.MultiPolygon{polygon(t)}, nil
	case *geom.MultiPolygon:
		out := make(orb.MultiPolygon, t.NumPolygons())
		for i := range out {
			out[i] = polygon(t.Polygon(i))
		}
		return out, nil
	}
	return nil, fmt.Errorf("decode %T: not a polygon", t)
}

func polygon(p *geom.Polygon) orb.Polygon {
	out := make(orb.Polygon, p.NumLinearRings())
	for i := range out {
		r := p.LinearRing(i)
		ring := make(orb.Ring, r.NumCoords())
		for j := range ring {
			c := r.Coord(j)
			ring[j] = orb.Point{c[0], c[1]}
		}
		out[i] = ring
	}
	return out
}
