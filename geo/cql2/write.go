package cql2

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// JSON writes a filter as CQL2 JSON without white space, one way for each tree:
// ParseJSON gives the tree back, unless the document is longer than MaxBytes.
func JSON(n Node) []byte {
	var w jsonWriter
	w.node(n)
	return []byte(w.String())
}

// jsonWriter writes CQL2 JSON.
type jsonWriter struct{ writer }

func (w *jsonWriter) node(n Node) {
	switch n := n.(type) {
	case *Op:
		w.add(`{"op":`, literal(n.Name), `,"args":`)
		w.list(n.Args)
		w.add("}")
	case List:
		w.list(n)
	case Property:
		w.add(`{"property":`, literal(string(n)), "}")
	case String:
		w.add(literal(string(n)))
	case Number:
		w.add(decimal(float64(n)))
	case Bool:
		w.add(strconv.FormatBool(bool(n)))
	case Date:
		w.add(`{"date":"`, time.Time(n).Format(dayLayout), `"}`)
	case Timestamp:
		w.add(`{"timestamp":"`, time.Time(n).Format(printedLayout), `"}`)
	case Interval:
		w.add(`{"interval":[`)
		w.edge(n.Start)
		w.add(",")
		w.edge(n.End)
		w.add("]}")
	case Geometry:
		w.shape(n.Geometry)
	case Box:
		w.add(`{"bbox":[`, decimal(n.Min[0]), ",", decimal(n.Min[1]), ",", decimal(n.Max[0]), ",", decimal(n.Max[1]), "]}")
	}
}

func (w *jsonWriter) list(nodes []Node) { w.items(len(nodes), func(i int) { w.node(nodes[i]) }) }

func (w *jsonWriter) edge(n Node) {
	if s, is := edgeText(n); is {
		w.add(`"`, s, `"`)
		return
	}
	w.node(n)
}

// shape writes a geometry of GeoJSON.
func (w *jsonWriter) shape(g orb.Geometry) {
	w.add(`{"type":"`, g.GeoJSONType(), `",`)
	if c, is := g.(orb.Collection); is {
		w.add(`"geometries":`)
		w.items(len(c), func(i int) { w.shape(c[i]) })
		w.add("}")
		return
	}
	w.add(`"coordinates":`)
	switch g := g.(type) {
	case orb.Point:
		w.point(g)
	case orb.LineString:
		w.points(g)
	case orb.MultiPoint:
		w.points(g)
	case orb.Polygon:
		w.polygon(g)
	case orb.MultiLineString:
		w.items(len(g), func(i int) { w.points(g[i]) })
	case orb.MultiPolygon:
		w.items(len(g), func(i int) { w.polygon(g[i]) })
	}
	w.add("}")
}

func (w *jsonWriter) polygon(p orb.Polygon) { w.items(len(p), func(i int) { w.points(p[i]) }) }

func (w *jsonWriter) points(p []orb.Point) { w.items(len(p), func(i int) { w.point(p[i]) }) }

func (w *jsonWriter) point(p orb.Point) { w.add("[", decimal(p[0]), ",", decimal(p[1]), "]") }

// items writes an array.
func (w *jsonWriter) items(n int, item func(i int)) {
	w.add("[")
	for i := range n {
		if i > 0 {
			w.add(",")
		}
		item(i)
	}
	w.add("]")
}

// literal writes a text of JSON, with < and > as they are.
func literal(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}
