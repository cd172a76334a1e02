package data

import (
	"slices"

	"atlante/geo/export"
	"atlante/geo/feature"
	"atlante/web/site"
)

// columns are those of a collection in words, then those that tables have beside.
func columns(r *site.Request, col feature.Collection) []column {
	var out []column
	for _, f := range col.Fields {
		c := column{Name: f.Name, Type: r.Say("data.type." + string(f.Type)), Title: r.Lang.Pick(f.TitleIT, f.TitleEN)}
		for i, v := range f.Values {
			c.Values = append(c.Values, value{v, r.Lang.Pick(f.Words[i].IT, f.Words[i].EN)})
		}
		out = append(out, c)
	}
	for _, a := range export.Added(col.Geometry) {
		title, key := r.Lang.Pick(a.TitleIT, a.TitleEN), "data.added.tables"
		if len(a.Formats) == 1 {
			key = "data.added." + a.Formats[0]
		}
		kind := feature.Real
		if slices.Contains([]string{"wkt", "dataset"}, a.Name) {
			kind = feature.Text
		}
		out = append(out, column{Name: a.Name, Type: r.Say("data.type." + string(kind)), Title: title + " (" + r.Say(key) + ")"})
	}
	return out
}
