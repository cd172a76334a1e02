package cql2

import (
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// grower draws trees as Parse gives them, from the outside in.
type grower struct {
	*rapid.T
	left int // nodes
}

func pick[T any](g *grower, label string, from ...T) T {
	return rapid.SampledFrom(from).Draw(g.T, label)
}

func (g *grower) condition(depth int, not string) Node {
	g.left--
	if depth <= 0 || g.left <= 8 {
		return pick[Node](g, "leaf", Bool(true), Bool(false), &Op{"isNull", []Node{g.property()}})
	}
	kinds := []string{"and", "or", "not", "compare", "compare", "isNull", "like", "between", "in", "spatial", "temporal"}
	kind := pick(g, "condition", kinds...)
	switch kind {
	case "and", "or":
		if kind == not {
			return g.condition(depth, not)
		}
		op := &Op{Name: kind}
		for range rapid.IntRange(2, 4).Draw(g.T, "arguments") {
			op.Args = append(op.Args, g.condition(depth-1, kind))
		}
		return op
	case "not":
		return &Op{kind, []Node{g.condition(depth-1, "")}}
	case "isNull":
		return &Op{kind, []Node{pick(g, "operand", g.condition(depth-1, ""), g.value(depth-1), g.geometry(), g.temporal())}}
	case "like":
		return &Op{kind, []Node{g.text(depth-1, true), g.text(depth-1, false)}}
	case "between":
		return &Op{kind, []Node{g.number(depth - 1), g.number(depth - 1), g.number(depth - 1)}}
	case "in":
		return &Op{kind, []Node{g.text(depth-1, true), List{g.text(depth-1, true), g.text(depth-1, true), g.property()}}}
	case "spatial":
		return &Op{pick(g, "function", "s_intersects", "s_within", "s_touches"), []Node{g.property(), g.geometry()}}
	case "temporal":
		return &Op{pick(g, "function", "t_after", "t_finishedBy", "t_meets"), []Node{g.temporal(), g.property()}}
	}
	sort := pick(g, "sort", g.number, func(d int) Node { return g.text(d, true) }, func(int) Node { return g.instant() })
	return &Op{pick(g, "operator", "=", "<>", "<", ">", "<=", ">="), []Node{sort(depth - 1), sort(depth - 1)}}
}

func (g *grower) value(depth int) Node {
	return pick(g, "value", g.number, func(d int) Node { return g.text(d, true) }, func(int) Node { return g.property() })(depth)
}

func (g *grower) property() Node {
	g.left--
	return Property(rapid.OneOf(
		rapid.SampledFrom([]string{"kind", "date", "POINT", "and", "Z", "eo:cloud_cover", "1st", "due parole", `vir"golette`, "età", "in", "a.b"}),
		rapid.StringMatching(`[a-z_:][a-zA-Z0-9_:.]{0,8}`)).Draw(g.T, "property"))
}

// number also draws sums within sums, to try parentheses.
func (g *grower) number(depth int) Node {
	g.left--
	if depth > 0 && g.left > 8 && rapid.Bool().Draw(g.T, "sum") {
		return &Op{pick(g, "operator", "+", "-", "*", "/", "%", "div", "^"), []Node{g.number(depth - 1), g.number(depth - 1)}}
	}
	if rapid.Bool().Draw(g.T, "property") {
		return g.property()
	}
	return Number(g.finite("number"))
}

func (g *grower) finite(label string) float64 {
	return rapid.Float64().Filter(func(f float64) bool { return !notFinite(f) }).Draw(g.T, label) + 0
}

func (g *grower) text(depth int, properties bool) Node {
	g.left--
	if depth > 0 && g.left > 8 && rapid.Bool().Draw(g.T, "function") {
		return &Op{pick(g, "function", "casei", "accenti"), []Node{g.text(depth-1, properties)}}
	}
	if properties && rapid.Bool().Draw(g.T, "property") {
		return g.property()
	}
	return String(rapid.OneOf(rapid.SampledFrom([]string{"", "'", `\`, `\'`, `\%\_%`, "a\nb\tc\a", "<&>\u2028", "Ciriè", "\\n", "..", "🏔"}),
		rapid.StringMatching(`[ -~à-ü]{0,12}`)).Draw(g.T, "text"))
}

func (g *grower) instant() Node {
	g.left--
	at := time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(g.T, "second"), 0).UTC()
	if rapid.Bool().Draw(g.T, "day") {
		return Date(at.Truncate(24 * time.Hour))
	}
	return Timestamp(at.Add(time.Duration(rapid.Int64Range(0, 999999999).Draw(g.T, "nanosecond"))))
}

func (g *grower) temporal() Node {
	start, end := pick[Node](g, "start", g.instant(), g.property(), Open{}), pick[Node](g, "end", g.property(), Open{})
	return pick[Node](g, "temporal", g.instant(), Interval{start, end})
}

func (g *grower) geometry() Node {
	g.left--
	p := func() orb.Point { return orb.Point{g.finite("x"), g.finite("y")} }
	line := orb.LineString{p(), p(), p()}
	ring := orb.Ring{p(), p(), p()}
	ring = append(ring, ring[0])
	switch pick(g, "shape", "point", "line", "polygon", "points", "lines", "polygons", "collection", "box") {
	case "point":
		return Geometry{p()}
	case "line":
		return Geometry{line}
	case "polygon":
		return Geometry{orb.Polygon{ring, ring}}
	case "points":
		return Geometry{orb.MultiPoint{p(), p()}}
	case "lines":
		return Geometry{orb.MultiLineString{line, line[1:]}}
	case "polygons":
		return Geometry{orb.MultiPolygon{{ring}, {ring, ring}}}
	case "collection":
		return Geometry{orb.Collection{p(), line, orb.MultiPolygon{{ring}}}}
	}
	south, north := g.finite("south"), g.finite("north")
	return Box{Min: orb.Point{g.finite("west"), min(south, north)}, Max: orb.Point{g.finite("east"), max(south, north)}}
}

// TestAnyTreeIsReadBack draws trees of every operation and literal, and holds that
// both printers write what both parsers read as the same tree.
func TestAnyTreeIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &grower{t, MaxNodes}
		n := g.condition(6, "")
		if nodes(n) > MaxNodes {
			t.Skip("too many nodes")
		}
		back(t, n)
	})
}

// nodes counts as the limit does: operations, properties and literals; a list is
// none, an interval one.
func nodes(n Node) int {
	count := 0
	Walk(n, func(n Node) bool {
		if _, is := n.(List); !is {
			count++
		}
		_, is := n.(Interval)
		return !is
	})
	return count
}

// depth counts how many operations nest.
func depth(n Node) int {
	deepest := 0
	switch n := n.(type) {
	case *Op:
		for _, a := range n.Args {
			deepest = max(deepest, depth(a))
		}
		return deepest + 1
	case List:
		for _, a := range n {
			deepest = max(deepest, depth(a))
		}
	}
	return deepest
}
