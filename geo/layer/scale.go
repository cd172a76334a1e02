package layer

import "math"

// Class is one step of the scale of minutes to the nearest place.
type Class struct {
	Max     float64 // inclusive; +Inf for the last
	Colour  string  // "#rrggbb"
	LabelIT string
	LabelEN string
}

// Classes are the five steps of the scale, near to far: one hue from light to
// dark, each clearly darker than the one before, so that they hold in greyscale
// and for colour-blind readers. They never change with time or filter.
func Classes() []Class {
	return []Class{
		{15, "#fdeecb", "fino a 15 min", "up to 15 min"},
		{30, "#f9c978", "16–30 min", "16–30 min"},
		{45, "#e8923c", "31–45 min", "31–45 min"},
		{60, "#b8541c", "46–60 min", "46–60 min"},
		{math.Inf(1), "#6e260e", "oltre 60 min", "over 60 min"},
	}
}

// Colours of what is not minutes. Unknown is drawn as a grey hatch, never as a
// colour of the scale; unreachable has no way at all and is the darkest.
const (
	UnknownColour     = "#8a8f98"
	UnreachableColour = "#2b0b06"
	ServedColour      = "#2f7d5b" // by-area kinds: inside a service area
	NotServedColour   = "#d9c9a8"
	GapColour         = "#5b0fbe" // outline of the underserved areas
)

// Share is one step of the scale of the share of residents who are covered.
type Share struct {
	Min     float64 // inclusive, 0 to 1
	Colour  string  // "#rrggbb"
	LabelIT string
	LabelEN string
}

// Shares are five steps, most covered first, in the colours of the minutes: light
// is near and well served on every map.
func Shares() []Share {
	c := Classes()
	return []Share{
		{0.95, c[0].Colour, "95–100 %", "95–100%"},
		{0.80, c[1].Colour, "80–95 %", "80–95%"},
		{0.50, c[2].Colour, "50–80 %", "50–80%"},
		{0.20, c[3].Colour, "20–50 %", "20–50%"},
		{0, c[4].Colour, "meno del 20 %", "below 20%"},
	}
}
