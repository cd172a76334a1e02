package moderation

import (
	"math"

	"github.com/paulmach/orb"

	"atlante/geo/registry"
	"atlante/web/site"
)

// mapConfig is what the page hands to the map: two positions at most. It carries
// no HTML.
type mapConfig struct {
	Lang   site.Lang         `json:"lang"`
	Entry  string            `json:"entry"` // its own public point is not drawn twice
	Was    *mapPoint         `json:"was"`
	Waits  *mapPoint         `json:"waits"`
	Bounds [4]float64        `json:"bounds"` // west, south, east, north
	Tiles  []string          `json:"tiles"`
	Words  map[string]string `json:"words"`
}

// mapPoint is a position with its ring, in metres; 0 for none.
type mapPoint struct {
	At   [2]float64 `json:"at"` // longitude, latitude
	Ring float64    `json:"ring"`
	Name string     `json:"name"`
}

// mapConfig is nil when there is no position at all.
func (f file) mapConfig(before, after *registry.Content) *mapConfig {
	point := func(c *registry.Content, key string) *mapPoint {
		if c == nil || c.Position == nil {
			return nil
		}
		p := &mapPoint{At: [2]float64(*c.Position), Name: f.r.Say(key)}
		if approximate(*c) {
			p.Ring = float64(c.RadiusM)
		}
		return p
	}
	m := mapConfig{Lang: f.r.Lang, Entry: f.ID.String(), Was: point(before, "mod.map.was"), Waits: point(after, "mod.map.waits"),
		Tiles: []string{"/tiles/zones,comuni,comune_labels,places/{z}/{x}/{y}.mvt"}, Words: f.r.Texts.Under("mod.map.")}
	var points []orb.Point
	ring := 0.0
	for _, p := range []*mapPoint{m.Was, m.Waits} {
		if p != nil {
			points = append(points, orb.Point(p.At))
			ring = math.Max(ring, p.Ring)
		}
	}
	if len(points) == 0 {
		return nil
	}
	if m.Was != nil && m.Waits != nil && m.Was.At == m.Waits.At {
		m.Was = nil // one point, drawn once
	}
	b := around(points, ring)
	m.Bounds = [4]float64{b.Left(), b.Bottom(), b.Right(), b.Top()}
	return &m
}
