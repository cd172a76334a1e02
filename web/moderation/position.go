package moderation

import (
	"math"

	orbgeo "github.com/paulmach/orb/geo"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/registry"
	"atlante/web/site"
)

// position says how well the position of a content is known.
func position(r *site.Request, c registry.Content) string {
	if c.Position == nil {
		return r.Say("mod.position.none")
	}
	text := r.Say("mod.position."+string(c.Precision), "radius", c.RadiusM)
	if c.StreetConfirmed && approximate(c) {
		text += r.Say("mod.position.street_known")
	}
	if !c.StreetConfirmed && c.Address != "" && approximate(c) {
		text += r.Say("mod.position.street_unknown")
	}
	return text + " · " + coordinates(r, *c.Position)
}

// approximate tells whether the door may be elsewhere.
func approximate(c registry.Content) bool {
	return c.Position != nil && c.Precision != geo.PrecisionExact && c.Precision != geo.PrecisionHouseNumber
}

// moved says how far, and which way, a position has gone.
func moved(r *site.Request, before, after registry.Content) string {
	switch {
	case before.Position == nil && after.Position == nil:
		return ""
	case before.Position == nil:
		return r.Say("mod.moved.found")
	case after.Position == nil:
		return r.Say("mod.moved.lost")
	}
	metres := orbgeo.Distance(*before.Position, *after.Position)
	if metres < 0.5 {
		return r.Say("mod.moved.same")
	}
	return r.Say("mod.moved.by", "distance", distance(r, metres), "way", r.Say("mod.way."+way(*before.Position, *after.Position)))
}

// distance in words: metres below a kilometre, then kilometres with one decimal.
func distance(r *site.Request, metres float64) string {
	switch {
	case metres < 1:
		return r.Say("mod.metres", "n", 1)
	case metres < 999.5:
		return r.Say("mod.metres", "n", int(math.Round(metres)))
	}
	return r.Say("mod.kilometres", "n", r.Lang.Decimal(metres/1000))
}

// ways are the eight points of the compass, from north with the clock.
var ways = []string{"n", "ne", "e", "se", "s", "sw", "w", "nw"}

// way is the point of the compass in which b lies, seen from a.
func way(a, b orb.Point) string {
	eighth := int(math.Round(orbgeo.Bearing(a, b)/45)) + len(ways)
	return ways[eighth%len(ways)]
}
