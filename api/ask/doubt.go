package ask

import (
	"fmt"
	"slices"
	"strings"

	"atlante/api/wire"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// Doubts says why nothing may answer a query that is no error: a filter asks for a
// value that its field cannot have, or a box may have its axes the other way round.
// The standard wants an empty answer; people want to know.
func Doubts(q feature.Query, c feature.Collection) []wire.Text {
	var out []wire.Text
	cql2.Walk(q.Filter, func(n cql2.Node) bool {
		if o, is := n.(*cql2.Op); is && len(o.Args) == 2 && (o.Name == "=" || strings.EqualFold(o.Name, "in")) {
			out = append(out, noValue(o.Args[0], o.Args[1], c)...)
			out = append(out, noValue(o.Args[1], o.Args[0], c)...)
		}
		return true
	})
	if q.BBox != nil {
		crs := CRS{SRID: q.BBoxCRS}
		it, en := crs.order()
		out = append(out, wire.Text{IT: "bbox: l'ordine è " + it + ".", EN: "bbox: the order is " + en + "."})
	}
	return out
}

// noValue tells of the texts that a field is compared with and cannot have.
func noValue(left, right cql2.Node, c feature.Collection) []wire.Text {
	p, is := left.(cql2.Property)
	f, _, known := c.Field(string(p))
	if !is || !known || f.Values == nil {
		return nil
	}
	list, is := right.(cql2.List)
	if !is {
		list = cql2.List{right}
	}
	var out []wire.Text
	for _, n := range list {
		if s, is := n.(cql2.String); is && !slices.Contains(f.Values, string(s)) {
			all := strings.Join(f.Values, ", ")
			out = append(out, wire.Text{IT: fmt.Sprintf("%s non è mai %.60q; può essere: %s.", f.Name, s, all), EN: fmt.Sprintf("%s is never %.60q; it can be: %s.", f.Name, s, all)})
		}
	}
	return out
}
