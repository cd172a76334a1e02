package data

import (
	"slices"
	"strings"

	"atlante/geo/cover"
	"atlante/web/site"
)

// times says what the minutes of a publication rest on: an estimate, the roads of a
// day, or roads that a program made up.
func times(r *site.Request, p cover.Publication) string {
	switch {
	case p.Model == cover.ModelEstimate:
		return r.Say("data.times.estimate")
	case p.Graph != nil && p.Graph.Synthetic:
		return r.Say("data.times.synthetic")
	}
	out := r.Say("data.times.undated")
	if p.Graph != nil && p.Graph.DataDate != "" {
		day, _, _ := strings.Cut(p.Graph.DataDate, "T")
		out = r.Say("data.times.roads", "day", r.Lang.Day(day))
	}
	if p.Graph != nil && len(p.Graph.Uncovered) > 0 {
		out += " " + r.Say("data.times.uncovered")
	}
	return out
}

// only are the filters that change a collection, in words; "" when none does.
func only(r *site.Request, chosen []said, n narrowed) string {
	var words []string
	for _, f := range chosen {
		if !slices.Contains(n.Left, f.Name) {
			words = append(words, f.Words)
		}
	}
	return listed(words, r.Say("data.and"))
}
