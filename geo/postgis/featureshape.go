package postgis

import (
	"math"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// spatial writes a spatial function, in the reference system of the filter.
func (b *featureBuilder) spatial(name string, args []cql2.Node) (string, error) {
	predicate, ok := spatialPredicate(name)
	if !ok {
		return "", geo.Invalid("filter: la funzione %q non c'è / no such function", name)
	}
	if len(args) != 2 {
		return "", geo.Invalid("filter: %s vuole due argomenti / takes two arguments", name)
	}
	crs := b.filterCRS
	x, err := b.operand(args[0], predicate)
	if err != nil {
		return "", err
	}
	y, err := b.operand(args[1], predicate)
	if err != nil {
		return "", err
	}
	switch {
	case x == nil && y == nil:
		return predicate + "(v.geom, v.geom)", nil
	case x == nil:
		return b.touching(predicate, y, crs, false)
	case y == nil:
		return b.touching(predicate, x, crs, true)
	}
	one, err := b.shape(x, crs)
	if err != nil {
		return "", err
	}
	other, err := b.shape(y, crs)
	return predicate + "(" + one + ", " + other + ")", err
}

func spatialPredicate(name string) (string, bool) {
	switch name {
	case "s_intersects":
		return "ST_Intersects", true
	case "s_equals":
		return "ST_Equals", true
	case "s_disjoint":
		return "ST_Disjoint", true
	case "s_touches":
		return "ST_Touches", true
	case "s_within":
		return "ST_Within", true
	case "s_overlaps":
		return "ST_Overlaps", true
	case "s_crosses":
		return "ST_Crosses", true
	case "s_contains":
		return "ST_Contains", true
	}
	return "", false
}

// operand is the shape of an argument; nil is the geometry of the feature.
func (b *featureBuilder) operand(n cql2.Node, predicate string) (orb.Geometry, error) {
	switch n := n.(type) {
	case cql2.Property:
		if string(n) != feature.GeometryName {
			return nil, geo.Invalid("filter: le funzioni spaziali vogliono il campo %s, non %s / spatial functions take the field %s, not %s", feature.GeometryName, n, feature.GeometryName, n)
		}
		return nil, nil
	case cql2.Box:
		return boxShape("filter", orb.Bound(n), b.filterCRS)
	case cql2.Geometry:
		if _, is := n.Geometry.(orb.Collection); is && predicate != "ST_Intersects" && predicate != "ST_Disjoint" {
			return nil, geo.Invalid("filter: una GEOMETRYCOLLECTION va solo con S_INTERSECTS e S_DISJOINT / a GEOMETRYCOLLECTION goes with S_INTERSECTS and S_DISJOINT only")
		}
		b.drawn = append(b.drawn, n.Geometry)
		return n.Geometry, drawable(n.Geometry)
	}
	return nil, geo.Invalid("filter: le funzioni spaziali vogliono il campo geometry, una geometria o BBOX / spatial functions take the field geometry, a geometry or BBOX")
}

// drawable refuses what PostGIS cannot read: lines of one point, rings that are
// not closed, numbers that are none.
func drawable(g orb.Geometry) error {
	line := func(points []orb.Point, least int, closed bool) error {
		if len(points) < least || closed && points[0] != points[len(points)-1] {
			return geo.Invalid("filter: una linea ha almeno 2 punti, un anello almeno 4 e si chiude dove comincia / a line has at least 2 points, a ring at least 4, and ends where it begins")
		}
		for _, p := range points {
			if math.IsNaN(p[0]) || math.IsInf(p[0], 0) || math.IsNaN(p[1]) || math.IsInf(p[1], 0) {
				return geo.Invalid("filter: una coordinata non è un numero / a coordinate is not a number")
			}
		}
		return nil
	}
	var parts []orb.Geometry
	switch g := g.(type) {
	case orb.Point:
		return line([]orb.Point{g}, 1, false)
	case orb.MultiPoint:
		return line(g, 1, false)
	case orb.LineString:
		return line(g, 2, false)
	case orb.Ring:
		return line(g, 4, true)
	case orb.MultiLineString:
		for _, x := range g {
			parts = append(parts, x)
		}
	case orb.Polygon:
		for _, x := range g {
			parts = append(parts, x)
		}
	case orb.MultiPolygon:
		for _, x := range g {
			parts = append(parts, x)
		}
	case orb.Collection:
		parts = g
	default:
		return geo.Invalid("filter: una geometria di questo tipo non va / this kind of geometry cannot be used")
	}
	if len(parts) == 0 {
		return geo.Invalid("filter: una geometria è vuota / a geometry is empty")
	}
	for _, p := range parts {
		if err := drawable(p); err != nil {
			return err
		}
	}
	return nil
}
