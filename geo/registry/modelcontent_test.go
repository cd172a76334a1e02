package registry_test

import (
	"math"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// flat is the distance in metres on a plane that fits at 45°: another formula
// than the registry's.
func flat(a, b orb.Point) float64 {
	return math.Hypot((a[0]-b[0])*111_195*math.Cos(a[1]*math.Pi/180), (a[1]-b[1])*111_195)
}

// content changes a few things of a content.
func content(r *rapid.T, c registry.Content) registry.Content {
	pick := func(label string) bool { return rapid.IntRange(0, 2).Draw(r, label) == 0 }
	if c.Name == "" || pick("name") {
		c.Name = rapid.SampledFrom([]string{"Portineria A", "Casa B", "Circolo C"}).Draw(r, "the name")
	}
	if c.Kind == "" || pick("kind") {
		c.Kind = rapid.SampledFrom([]geo.KindID{"portineria", "partner"}).Draw(r, "the kind")
	}
	if c.Comune == "" || pick("comune") {
		c.Comune = rapid.SampledFrom([]geo.ComuneID{"001272", "001191"}).Draw(r, "the comune")
	}
	if pick("network") {
		c.Network = rapid.SampledFrom([]access.NetworkID{"", "rete"}).Draw(r, "the network")
	}
	if pick("words") {
		c.Description = rapid.SampledFrom([]string{"", "uno", "due"}).Draw(r, "description")
		c.Hours = rapid.SampledFrom([]string{"", "9-12"}).Draw(r, "hours")
	}
	if pick("pin") {
		if c.Position == nil {
			c.Position, c.Precision = &orb.Point{7.68, 45.07}, geo.PrecisionExact
		}
		step := rapid.Float64Range(-0.0012, 0.0012).Draw(r, "by")
		c.Position = &orb.Point{c.Position[0] + step, c.Position[1]}
	}
	if c.Contacts == nil || pick("contacts") {
		c.Contacts = []registry.Contact{
			{Kind: registry.Email, Value: "info@example.org", Publish: rapid.Bool().Draw(r, "publish mail")},
			{Kind: registry.Phone, Value: "+390111234567", Publish: rapid.Bool().Draw(r, "publish phone")},
			{Kind: registry.Website, Value: "https://example.org", Publish: rapid.Bool().Draw(r, "publish website")},
		}
	}
	return c
}

// pick draws an index and not the thing, so that a failure can be read.
func pick[T any](r *rapid.T, list []T, label string) T {
	return list[rapid.IntRange(0, len(list)-1).Draw(r, label)]
}
