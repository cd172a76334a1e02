package dcat

import (
	"fmt"

	"github.com/paulmach/orb"
)

// describeSpace says where a dataset is about: the territory by its code and name,
// and the box of what it holds.
func (c Catalogue) describeSpace(g *Graph, a about, d Dataset) {
	here := c.part(d.ID + "-where")
	a.thing(dct+"spatial", here)
	s := about{g, here}
	s.is(dct + "Location")
	s.typed(dcatapit+"geographicalIdentifier", string(c.Territory.Identifier), addressType)
	s.both(locn+"geographicName", c.Territory.Name)
	if !d.Extent.IsZero() && !d.Extent.IsEmpty() {
		s.typed(dcat+"bbox", wkt(d.Extent), wktType)
	}
}

// wkt writes a box as a polygon, longitude first: without a CRS in front, that is
// CRS84 (GeoSPARQL 1.1, requirement 14).
func wkt(b orb.Bound) string {
	w, s, e, n := b.Min[0], b.Min[1], b.Max[0], b.Max[1]
	return fmt.Sprintf("POLYGON((%.5f %.5f,%.5f %.5f,%.5f %.5f,%.5f %.5f,%.5f %.5f))", w, s, e, s, e, n, w, n, w, s)
}

// describeTime says what time a dataset is about, as far as that is known. The
// profile names the ends in words of its own, DCAT in others: both are said.
func (c Catalogue) describeTime(g *Graph, a about, d Dataset) {
	if d.From.IsZero() {
		return
	}
	when := c.part(d.ID + "-when")
	a.thing(dct+"temporal", when)
	t := about{g, when}
	t.is(dct + "PeriodOfTime")
	t.typed(dcatapit+"startDate", day(d.From), dateType)
	t.typed(dcatapit+"endDate", day(d.To), dateType)
	t.typed(dcat+"startDate", day(d.From), dateType)
	t.typed(dcat+"endDate", day(d.To), dateType)
}
