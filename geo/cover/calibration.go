package cover

import (
	"cmp"
	"math"
	"slices"

	"atlante/geo"
)

// Calibration is how the estimate compares with the roads (METRICS, "Travel
// time"): two constants, and the agreement of the flags.
type Calibration struct {
	Constants []Constants // by mode, then altimetric zone; those with pairs
	Agreement []Agreement // by kind; zone 0, which is all, before the zones
}

// Constants of one mode and altimetric zone.
type Constants struct {
	Mode  geo.Mode
	Zone  geo.AltimetricZone
	Alpha float64 // median of ln T_roads − ln T_estimate: the estimate's minutes · e^Alpha are right in the middle
	Sigma float64 // 1.4826 · MAD of the same: the standard deviation of ln T around it
	Pairs int     // compared
}

// Pair is one way measured by both models, in minutes above 0.
type Pair struct {
	Mode            geo.Mode
	Zone            geo.AltimetricZone
	Roads, Estimate float64
}

// Agreement is who of the mountains is flagged (T > θ) by which model: residents
// of a zona omogenea, or of all (zone 0). Who is unknown to either is left out.
type Agreement struct {
	Kind         geo.KindID
	Zone         geo.ZoneID
	Both         int // flagged by both
	RoadsOnly    int
	EstimateOnly int
	Neither      int
}

// Alike is the share of the residents flagged alike; nil over nobody.
func (a Agreement) Alike() *float64 {
	return ratio(a.Both+a.Neither, a.Both+a.Neither+a.RoadsOnly+a.EstimateOnly)
}

// Precision is the share of those flagged by the estimate whom the roads flag
// too; nil when the estimate flags nobody.
func (a Agreement) Precision() *float64 { return ratio(a.Both, a.Both+a.EstimateOnly) }

// Recall is the share of those flagged by the roads whom the estimate flags too;
// nil when the roads flag nobody.
func (a Agreement) Recall() *float64 { return ratio(a.Both, a.Both+a.RoadsOnly) }

func ratio(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	r := float64(part) / float64(whole)
	return &r
}

// Calibrate gives the constants of each mode and altimetric zone that has pairs.
// The median of an even number is the mean of the middle two. Pairs with a time
// that is not above 0 and finite are left out.
func Calibrate(pairs []Pair) []Constants {
	type key struct {
		mode geo.Mode
		zone geo.AltimetricZone
	}
	logs := map[key][]float64{}
	for _, p := range pairs {
		d := math.Log(p.Roads) - math.Log(p.Estimate)
		if !math.IsNaN(d) && !math.IsInf(d, 0) {
			k := key{p.Mode, p.Zone}
			logs[k] = append(logs[k], d)
		}
	}
	var out []Constants
	for k, list := range logs {
		alpha := median(list)
		off := make([]float64, len(list))
		for i, d := range list {
			off[i] = math.Abs(d - alpha)
		}
		out = append(out, Constants{k.mode, k.zone, alpha, 1.4826 * median(off), len(list)})
	}
	slices.SortFunc(out, func(a, b Constants) int {
		return cmp.Or(cmp.Compare(a.Mode, b.Mode), cmp.Compare(a.Zone, b.Zone))
	})
	return out
}

// median sorts the list.
func median(list []float64) float64 {
	slices.Sort(list)
	n := len(list)
	return (list[(n-1)/2] + list[n/2]) / 2
}
