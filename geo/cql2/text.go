package cql2

import (
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// Text writes a filter as CQL2 text, one way for each tree: Parse gives the tree
// back, unless the text is longer than MaxBytes.
func Text(n Node) string {
	var w writer
	w.node(n, bindsOr)
	return w.String()
}

// writer writes CQL2 text.
type writer struct{ strings.Builder }

func (w *writer) add(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

// node writes a node; least tells how strongly an operation must bind to stand
// there without parentheses.
func (w *writer) node(n Node, least int) {
	switch n := n.(type) {
	case *Op:
		w.op(n, least)
	case Property:
		w.add(name(string(n)))
	case String:
		w.add("'", escape.Replace(string(n)), "'")
	case Number:
		w.add(decimal(float64(n)))
	case Bool:
		w.add(strings.ToUpper(strconv.FormatBool(bool(n))))
	case Date:
		w.add("DATE('", time.Time(n).Format(dayLayout), "')")
	case Timestamp:
		w.add("TIMESTAMP('", time.Time(n).Format(printedLayout), "')")
	case Interval:
		w.add("INTERVAL(")
		w.edge(n.Start)
		w.add(", ")
		w.edge(n.End)
		w.add(")")
	case Geometry:
		w.shape(n.Geometry)
	case Box:
		w.add("BBOX(", decimal(n.Min[0]), ", ", decimal(n.Min[1]), ", ", decimal(n.Max[0]), ", ", decimal(n.Max[1]), ")")
	}
}

// op writes an operation, in parentheses where it binds too weakly.
func (w *writer) op(op *Op, least int) {
	o, _ := named(op.Name)
	inner, not := op, false
	if negated, is := negatable(op); is {
		inner, not = negated, true
		o, _ = named(inner.Name)
	}
	open := o.binds < least
	if open {
		w.add("(")
	}
	switch o.form {
	case junction:
		w.list(inner.Args, " "+o.Text+" ", o.binds+1)
	case call:
		w.add(o.Text, "(")
		w.list(inner.Args, ", ", bindsOr)
		w.add(")")
	case infix:
		left := o.binds
		if o.binds == bindsComparison || o.binds == bindsPower {
			left++
		}
		w.node(inner.Args[0], left)
		w.add(" ", o.Text, " ")
		w.node(inner.Args[1], o.binds+1)
	case special:
		w.special(inner, not)
	}
	if open {
		w.add(")")
	}
}

// negatable gives what is under a NOT that text writes inside: NOT LIKE and so on.
func negatable(op *Op) (*Op, bool) {
	if op.Name != "not" {
		return nil, false
	}
	inner, is := op.Args[0].(*Op)
	if !is {
		return nil, false
	}
	o, _ := named(inner.Name)
	return inner, o.form == special && o.Name != "not"
}

func (w *writer) special(op *Op, not bool) {
	if op.Name == "not" {
		w.add("NOT ")
		w.node(op.Args[0], bindsNot)
		return
	}
	w.node(op.Args[0], bindsSum)
	if op.Name == "isNull" {
		w.add(" IS")
	}
	if not {
		w.add(" NOT")
	}
	switch op.Name {
	case "isNull":
		w.add(" NULL")
	case "like":
		w.add(" LIKE ")
		w.node(op.Args[1], bindsSum)
	case "between":
		w.add(" BETWEEN ")
		w.list(op.Args[1:], " AND ", bindsSum)
	case "in":
		w.add(" IN (")
		w.list(op.Args[1].(List), ", ", bindsSum)
		w.add(")")
	}
}

func (w *writer) list(nodes []Node, between string, least int) {
	for i, n := range nodes {
		if i > 0 {
			w.add(between)
		}
		w.node(n, least)
	}
}

// edge writes the end of an interval.
func (w *writer) edge(n Node) {
	if s, is := edgeText(n); is {
		w.add("'", s, "'")
		return
	}
	w.node(n, bindsOr)
}

// edgeText is what an end of an interval says between quotes, if it is no property.
func edgeText(n Node) (string, bool) {
	switch n := n.(type) {
	case Open:
		return "..", true
	case Date:
		return time.Time(n).Format(dayLayout), true
	case Timestamp:
		return time.Time(n).Format(printedLayout), true
	}
	return "", false
}

// shape writes well-known text.
func (w *writer) shape(g orb.Geometry) {
	w.add(strings.ToUpper(g.GeoJSONType()))
	switch g := g.(type) {
	case orb.Point:
		w.points([]orb.Point{g})
	case orb.LineString:
		w.points(g)
	case orb.MultiPoint:
		w.many(len(g), func(i int) { w.points(g[i : i+1]) })
	case orb.Polygon:
		w.polygon(g)
	case orb.MultiLineString:
		w.many(len(g), func(i int) { w.points(g[i]) })
	case orb.MultiPolygon:
		w.many(len(g), func(i int) { w.polygon(g[i]) })
	case orb.Collection:
		w.many(len(g), func(i int) { w.shape(g[i]) })
	}
}

func (w *writer) polygon(p orb.Polygon) { w.many(len(p), func(i int) { w.points(p[i]) }) }

func (w *writer) points(p []orb.Point) {
	w.many(len(p), func(i int) { w.add(decimal(p[i][0]), " ", decimal(p[i][1])) })
}

// many writes items in parentheses.
func (w *writer) many(n int, item func(i int)) {
	w.add("(")
	for i := range n {
		if i > 0 {
			w.add(", ")
		}
		item(i)
	}
	w.add(")")
}

// escape doubles quotes and writes control characters as the standard has them.
var escape = strings.NewReplacer("'", "''", `\`, `\\`, "\a", `\a`, "\b", `\b`, "\t", `\t`, "\n", `\n`, "\v", `\v`, "\f", `\f`, "\r", `\r`)

// name writes the name of a property, in double quotes unless it is plain ASCII and
// no word of the language.
func name(s string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:"
	isPlain := strings.Trim(s, plain+"0123456789.") == "" && strings.IndexByte(plain, s[0]) >= 0
	if isPlain && !keyword(strings.ToUpper(s)) {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// keyword tells whether a word may mean something else than a property.
func keyword(word string) bool {
	o, known := written(word)
	if known && o.form == call || reserved(word) || isShape(word) {
		return true
	}
	switch word {
	case "DATE", "TIMESTAMP", "INTERVAL", "BBOX", "Z", "M", "ZM", "EMPTY":
		return true
	}
	return false
}

// decimal writes a number so that it is read back as the same float64, the shorter
// way.
func decimal(f float64) string {
	long, short := strconv.FormatFloat(f, 'f', -1, 64), strconv.FormatFloat(f, 'e', -1, 64)
	if len(long) <= max(len(short), 17) {
		return long
	}
	return short
}
