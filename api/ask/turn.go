package ask

import (
	"github.com/paulmach/orb"

	"atlante/geo/cql2"
)

// turn gives the tree with the axes of its geometries exchanged: what was read
// latitude first has longitude first. The tree itself stays as it is.
func turn(n cql2.Node) cql2.Node {
	switch n := n.(type) {
	case *cql2.Op:
		out := &cql2.Op{Name: n.Name, Args: make([]cql2.Node, len(n.Args))}
		for i, a := range n.Args {
			out.Args[i] = turn(a)
		}
		return out
	case cql2.List:
		out := make(cql2.List, len(n))
		for i, a := range n {
			out[i] = turn(a)
		}
		return out
	case cql2.Geometry:
		return cql2.Geometry{Geometry: turned(n.Geometry)}
	case cql2.Box:
		return cql2.Box{Min: orb.Point{n.Min[1], n.Min[0]}, Max: orb.Point{n.Max[1], n.Max[0]}}
	}
	return n
}

func turned(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{g[1], g[0]}
	case orb.MultiPoint:
		return orb.MultiPoint(turnedAll(g))
	case orb.LineString:
		return orb.LineString(turnedAll(g))
	case orb.Ring:
		return orb.Ring(turnedAll(g))
	case orb.MultiLineString:
		return orb.MultiLineString(each(g, func(l orb.LineString) orb.LineString { return orb.LineString(turnedAll(l)) }))
	case orb.Polygon:
		return turnedPolygon(g)
	case orb.MultiPolygon:
		return orb.MultiPolygon(each(g, turnedPolygon))
	case orb.Collection:
		return orb.Collection(each(g, turned))
	case orb.Bound:
		return orb.Bound{Min: orb.Point{g.Min[1], g.Min[0]}, Max: orb.Point{g.Max[1], g.Max[0]}}
	}
	return g
}

func turnedPolygon(p orb.Polygon) orb.Polygon {
	return each(p, func(r orb.Ring) orb.Ring { return orb.Ring(turnedAll(r)) })
}

func turnedAll(points []orb.Point) []orb.Point {
	return each(points, func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} })
}

func each[T any](list []T, f func(T) T) []T {
	out := make([]T, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}
