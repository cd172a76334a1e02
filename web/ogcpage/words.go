package ogcpage

import (
	"time"

	"atlante/api/ogc"
	"atlante/geo/feature"
)

// Link is the address of another page of the site.
func (v view) Link(path string) string { return v.Frame.Page(path) }

// Number is a count as the texts take it.
func (v view) Number(n int64) int { return int(n) }

// Count writes a count.
func (v view) Count(n int64) string { return v.Lang.Integer(int(n)) }

// Last is the number of the last row that a page shows.
func (v view) Last(of ogc.ItemsView) int { return int(of.First) + len(of.Rows) - 1 }

// When writes a day; a dash where none is known.
func (v view) When(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return v.Lang.Date(t)
}

// Metres writes a length.
func (v view) Metres(m float64) string { return decimal(v.Lang, m) }

// Numeric tells the columns of numbers.
func (v view) Numeric(f feature.Field) bool {
	return f.Type == feature.Integer || f.Type == feature.Real
}

// Heading is the title of a field over its values.
func (v view) Heading(f feature.Field) string { return heading(f, v.Lang.Pick(f.TitleIT, f.TitleEN)) }

// Extent says where the features are.
func (v view) Extent(s feature.State) string {
	if s.Count == 0 || s.Extent.IsZero() {
		return "–"
	}
	degrees := func(x float64) string { return decimal(v.Lang, x) }
	b := s.Extent
	return v.texts.Say("ogc.extent.box", "west", degrees(b.Min[0]), "south", degrees(b.Min[1]), "east", degrees(b.Max[0]), "north", degrees(b.Max[1]))
}
