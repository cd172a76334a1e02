package postgis

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"atlante/geo"
	"atlante/geo/feature"
)

// mercatorLat is the latitude at which Web Mercator ends.
const mercatorLat = 85.0511287798066

// box is the condition that a feature touches a box. As the standard has it,
// features without a geometry are in every box: where they are is not known.
func (b *featureBuilder) box(box orb.Bound, crs feature.SRID) (string, error) {
	shape, err := boxShape("bbox", box, crs)
	if err != nil {
		return "", err
	}
	touch, err := b.touching("ST_Intersects", shape, crs, false)
	return "(" + touch + " OR v.geom IS NULL)", err
}

// boxShape is a box as a shape: two of them when it crosses the antimeridian, a
// line or a point when it has no breadth.
func boxShape(where string, box orb.Bound, crs feature.SRID) (orb.Geometry, error) {
	if err := knownCRS(where, crs); err != nil {
		return nil, err
	}
	system, _ := crs.System()
	for _, x := range []float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]} {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, geo.Invalid("%s: una coordinata non è un numero / a coordinate is not a number", where)
		}
	}
	d := system.Domain
	switch {
	case box.Min[1] > box.Max[1]:
		return nil, geo.Invalid("%s: il bordo sud sta a nord del bordo nord; scambiali / the southern edge lies north of the northern one: swap them", where)
	case box.Min[0] <= box.Max[0]:
		return cut(box, d), nil
	case !system.Degrees && crs != feature.Mercator:
		return nil, geo.Invalid("%s: il bordo ovest sta a est del bordo est; scambiali / the western edge lies east of the eastern one: swap them", where)
	}
	west, east := box, box
	west.Max[0], east.Min[0] = d.Max[0], d.Min[0]
	return orb.Collection{cut(west, d), cut(east, d)}, nil
}

// cut gives the part of a box inside the domain; an empty shape when there is none.
func cut(box, d orb.Bound) orb.Geometry {
	lo := orb.Point{max(box.Min[0], d.Min[0]), max(box.Min[1], d.Min[1])}
	hi := orb.Point{min(box.Max[0], d.Max[0]), min(box.Max[1], d.Max[1])}
	switch {
	case lo[0] > hi[0] || lo[1] > hi[1]:
		return orb.Polygon{}
	case lo == hi:
		return lo
	case lo[0] == hi[0] || lo[1] == hi[1]:
		return orb.LineString{lo, hi}
	}
	return orb.Bound{Min: lo, Max: hi}.ToPolygon()
}

// touching writes predicate(feature, shape), or the other way round, exact in the
// reference system of the shape and by the index of the view: where the systems
// differ the index is asked for the box of the shape first, turned into that of
// the column. Every predicate but ST_Disjoint needs boxes that touch.
func (b *featureBuilder) touching(predicate string, shape orb.Geometry, crs feature.SRID, turned bool) (string, error) {
	literal, err := b.shape(shape, crs)
	if err != nil {
		return "", err
	}
	mine := b.geometry(crs)
	text := predicate + "(" + mine + ", " + literal + ")"
	if turned {
		text = predicate + "(" + literal + ", " + mine + ")"
	}
	if predicate == "ST_Disjoint" {
		return text, nil
	}
	if crs == b.table.srid {
		return "(v.geom && " + literal + " AND " + text + ")", nil
	}
	near, err := b.near(shape, crs)
	return "(v.geom && " + near + " AND " + text + ")", err
}

// near is the box of a shape in the system of the column, a little wider: an edge
// that is straight in one system is bent in the other, so it is turned in many
// parts.
func (b *featureBuilder) near(shape orb.Geometry, crs feature.SRID) (string, error) {
	area := orb.Geometry(orb.Polygon{})
	if !empty(shape) {
		system, _ := crs.System()
		d := system.Domain
		if crs == feature.WGS84 && b.table.srid == feature.Mercator {
			d.Min[1], d.Max[1] = -mercatorLat, mercatorLat
		}
		area = cut(shape.Bound().Pad(breadth(crs)), d)
	}
	box, err := b.shape(area, crs)
	if err != nil {
		return "", err
	}
	return "ST_Expand(ST_Envelope(ST_Transform(ST_Segmentize(" + box + ", " + b.arg(32*breadth(crs), "float8") + "), " +
		b.arg(int32(b.table.srid), "int") + ")), " + b.arg(breadth(b.table.srid), "float8") + ")", nil
}

// breadth is about a kilometre in the units of a system.
func breadth(crs feature.SRID) float64 {
	if crs == feature.WGS84 {
		return 0.01
	}
	return 1000
}

func empty(g orb.Geometry) bool {
	switch g := g.(type) {
	case nil:
		return true
	case orb.Polygon:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.Collection:
		for _, x := range g {
			if !empty(x) {
				return false
			}
		}
		return true
	}
	return false
}

// shape is a parameter that holds a shape.
func (b *featureBuilder) shape(g orb.Geometry, crs feature.SRID) (string, error) {
	bytes, err := ewkb.Marshal(flat(g), int(crs))
	if err != nil {
		return "", err
	}
	return "ST_GeomFromEWKB(" + b.arg(bytes, "bytea") + ")", nil
}

// flat makes one multipolygon of the two halves of a box, where both have an
// area: PostGIS compares no collections.
func flat(g orb.Geometry) orb.Geometry {
	c, is := g.(orb.Collection)
	if !is {
		return g
	}
	var out orb.MultiPolygon
	for _, x := range c {
		p, is := x.(orb.Polygon)
		if !is {
			return g
		}
		if len(p) > 0 {
			out = append(out, p)
		}
	}
	return out
}
