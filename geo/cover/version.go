package cover

import (
	"cmp"
	"slices"

	"atlante/geo"
)

// GapVersion is what one publication changed of an underserved area: a row of its
// history. A publication writes one only for the areas of which something is not
// as before; the store stamps it with the publication and its date. The rows of
// one area, oldest first, are its history; its Parents lead to the areas before.
type GapVersion struct {
	Scenario      Scenario
	ID            string
	Territory     geo.Territory
	Kind          geo.KindID
	Name          string // in Italian
	Residents     int
	ResidentsLow  int
	ResidentsHigh int
	MedianMinutes *float64
	Severity      float64
	Model         Model
	Confidence    Confidence
	Graph         int64    // version of the roads, 0 without; the store sets it
	Synthetic     bool     // a program made those up
	Parents       []string // ids of the areas that it was made of
	// Ended: the area is there no more. Residents, minutes and the roads behind them
	// are then those that it had; who bears its id among its Parents came after it.
	Ended bool
}

// Version is the row of the history that says how the gap is.
func (g Gap) Version() GapVersion {
	return GapVersion{
		Scenario: g.Scenario, ID: g.ID, Territory: g.Territory, Kind: g.Kind, Name: g.Name,
		Residents: g.Residents, ResidentsLow: g.ResidentsLow, ResidentsHigh: g.ResidentsHigh,
		MedianMinutes: g.MedianMinutes, Severity: g.Severity, Model: g.Model, Confidence: g.Confidence,
		Synthetic: g.Synthetic, Parents: g.Parents,
	}
}

// same tells whether nothing changed that a reader of the history would see. An
// id is given once: the parents that it was given with stay.
func (v GapVersion) same(w GapVersion) bool {
	return v.Name == w.Name && v.Residents == w.Residents && v.ResidentsLow == w.ResidentsLow &&
		v.ResidentsHigh == w.ResidentsHigh && equalMinutes(v.MedianMinutes, w.MedianMinutes) &&
		v.Severity == w.Severity && v.Model == w.Model && v.Confidence == w.Confidence &&
		v.Synthetic == w.Synthetic && v.Ended == w.Ended
}

func equalMinutes(a, b *float64) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == *b)
}

type versionKey struct {
	Scenario Scenario
	ID       string
}

// versions lists what changed since the publication before: areas that are new
// or not as they were, and areas that are gone.
func (c *computation) versions() []GapVersion {
	last := map[versionKey]GapVersion{}
	if c.in.Previous != nil {
		for _, v := range c.in.Previous.Versions {
			last[versionKey{v.Scenario, v.ID}] = v
		}
	}
	here := map[versionKey]bool{}
	var out []GapVersion
	for _, g := range c.result.Gaps {
		key := versionKey{g.Scenario, g.ID}
		here[key] = true
		before, known := last[key]
		if v := g.Version(); !known || !v.same(before) {
			out = append(out, v)
		}
	}
	if c.in.Previous != nil {
		out = append(out, gone(c.in.Previous.Gaps, here, last)...)
	}
	slices.SortFunc(out, func(a, b GapVersion) int {
		return cmp.Or(cmp.Compare(a.Scenario, b.Scenario), cmp.Compare(a.Kind, b.Kind), cmp.Compare(serialOf(a.ID), serialOf(b.ID)))
	})
	return out
}

// gone lists the areas of the past that are not here.
func gone(past []PastGap, here map[versionKey]bool, last map[versionKey]GapVersion) []GapVersion {
	var out []GapVersion
	for _, p := range past {
		key := versionKey{p.Scenario, p.ID}
		if here[key] {
			continue
		}
		v, known := last[key]
		if !known {
			v = GapVersion{Scenario: p.Scenario, ID: p.ID, Territory: p.Territory, Kind: p.Kind}
		}
		v.Ended = true
		out = append(out, v)
	}
	return out
}
