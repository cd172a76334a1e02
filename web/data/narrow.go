package data

import (
	"strconv"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// narrowed is a collection as far as the reader wants it: what to ask the store,
// and the parameters that ask a download for the same.
type narrowed struct {
	Query feature.Query
	Pairs []string
	// Left are the names of the chosen filters that say nothing about this collection.
	Left []string
}

// narrow turns a choice into what a collection understands. A field of the name of
// the filter asks by its value; the others need a filter in CQL2.
func narrow(col feature.Collection, c choice, comuni []geo.Comune) narrowed {
	n := narrowed{Query: feature.Query{Collection: col.ID, Scenario: cover.ScenarioCurrent, Equal: map[string]string{}}}
	if col.Scenarios && c.Planned {
		n.Query.Scenario = c.scenario()
		n.Pairs = append(n.Pairs, "scenario", string(n.Query.Scenario))
	} else if c.Planned {
		n.Left = append(n.Left, "scenario")
	}
	if c.Kind != "" {
		n.equal(col, "kind", "kind", string(c.Kind))
	}
	switch { // a comune lies in one zone: it says more
	case c.Comune != "":
		n.byComune(col, c.Comune)
	case c.Zone != 0:
		n.byZone(col, c.Zone, comuni)
	}
	return n
}

// equal asks for a field by its value, where there is one.
func (n *narrowed) equal(col feature.Collection, filter, field, value string) bool {
	if _, _, has := col.Field(field); !has {
		n.Left = append(n.Left, filter)
		return false
	}
	n.Query.Equal[field] = value
	n.Pairs = append(n.Pairs, field, value)
	return true
}

func (n *narrowed) byComune(col feature.Collection, id geo.ComuneID) {
	switch col.ID {
	case feature.Comuni:
		n.equal(col, "comune", col.Key, string(id))
	case feature.Gaps: // its field lists several
		n.where(&cql2.Op{Name: "like", Args: []cql2.Node{cql2.Property("comuni"), cql2.String("%" + id + "%")}})
	default:
		n.equal(col, "comune", "comune", string(id))
	}
}

// byZone names the comuni of the zone where a collection knows only those. The
// largest zone has 54, well within what a filter may hold.
func (n *narrowed) byZone(col feature.Collection, id geo.ZoneID, comuni []geo.Comune) {
	_, _, zone := col.Field("zone")
	_, _, comune := col.Field("comune")
	if zone || !comune {
		n.equal(col, "zone", "zone", strconv.Itoa(int(id)))
		return
	}
	var list cql2.List
	for _, m := range comuni {
		if m.Zone == id {
			list = append(list, cql2.String(m.ID))
		}
	}
	n.where(&cql2.Op{Name: "in", Args: []cql2.Node{cql2.Property("comune"), list}})
}

func (n *narrowed) where(f *cql2.Op) {
	n.Query.Filter = f
	n.Pairs = append(n.Pairs, "filter", cql2.Text(f))
}

// filtered tells whether the reader's choice changes what is downloaded.
func (n narrowed) filtered() bool { return len(n.Pairs) > 0 }

// address of the download in a format; more are parameters of the format.
func (n narrowed) address(format string, more ...string) string {
	return href("/api/v1/downloads/"+n.Query.Collection+"."+format, append(append([]string{}, n.Pairs...), more...)...)
}

// items is the address of the same in the OGC API.
func (n narrowed) items() string {
	return href("/ogc/collections/"+n.Query.Collection+"/items", n.Pairs...)
}
