package web

import (
	"strings"

	"atlante/geo/cover"
)

// inValley says "nelle Valli di Lanzo", as the first word of the name wants it;
// "" for no valley.
func (c *scene) inValley(name string) string {
	if name == "" {
		return ""
	}
	first, _, _ := strings.Cut(name, " ")
	article := "in"
	switch first {
	case "Valli":
		article = "le"
	case "Valle", "Bassa", "Conca":
		article = "la"
	case "Alta":
		article = "lalta"
	case "Vallone":
		article = "il"
	}
	return c.Say("in.valley."+article, "name", name)
}

// mixed is the mode of a figure over comuni that are reached on foot and comuni
// that are reached by car: their minutes make no median.
const mixed = "mixed"

// median is the middle of the minutes with the mode that they are of.
type median struct {
	Minutes string
	Mode    string
}

func (c *scene) median(f cover.Figure) median {
	switch {
	case f.Mode == mixed:
		return median{Minutes: c.Say("median.mixed")}
	case f.Median == nil:
		return median{Minutes: c.Lang.Minutes(nil)}
	}
	return median{c.Lang.Minutes(f.Median), c.Say("mode." + f.Mode)}
}
