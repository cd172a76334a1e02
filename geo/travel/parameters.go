// Package travel says how many minutes it takes to reach a place. It holds two
// models: the estimate that sees valleys (Estimate), and the shortest ways along
// real roads (Roads), searched by fields of the two nearest places (Field).
package travel

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"atlante/geo"
)

// Curve is minutes by car as a function of the way's length: A·km^B.
type Curve struct {
	A, B float64
	// Sigma is the standard deviation of ln T around the curve.
	Sigma float64
}

// Parameters are all the constants of both models. They are part of the inputs of
// a publication: Hash goes into every result.
type Parameters struct {
	// Curves by altimetric zone, fitted to the minutes to the pole of the SNAI
	// map 2020 (NUVAP note of 14 February 2022); METRICS, "Travel time".
	Mountain, Hill, Plain Curve
	// ParkMinutes to park and walk in, once for every way by car.
	ParkMinutes float64
	// MinKm is the shortest length of a way.
	MinKm float64
	// WalkKmH is the speed on foot: 1.3 m/s everywhere, from a point to its road
	// and from the road to the place too.
	WalkKmH float64
	// Detour on foot: how much longer the way is than its great circles,
	// DetourMountain when either end is a mountain comune.
	Detour, DetourMountain float64
	// EarthRadiusKm is the mean radius, (2a+b)/3 of WGS 84.
	EarthRadiusKm float64
	// SummerPasses opens the passes that are closed in winter. They are closed
	// by default: a place counts as reached when it is reached all year.
	SummerPasses bool
	// RoadsSigma is the standard deviation of ln T around the times by road.
	RoadsSigma float64
	// FarMetres: a point farther than this from every road is reached on foot
	// from there, and a comune whose seat is has no roads in the graph.
	FarMetres float64
}

// DefaultParameters are those of METRICS.
func DefaultParameters() Parameters {
	return Parameters{
		Mountain:       Curve{A: 6.5, B: 0.53, Sigma: 0.22},
		Hill:           Curve{A: 4.8, B: 0.58, Sigma: 0.16},
		Plain:          Curve{A: 4.5, B: 0.57, Sigma: 0.15},
		ParkMinutes:    2,
		MinKm:          0.3,
		WalkKmH:        4.68,
		Detour:         1.3,
		DetourMountain: 1.7,
		EarthRadiusKm:  6371.0088,
		RoadsSigma:     0.15,
		FarMetres:      2000,
	}
}

// Curve of an altimetric zone.
func (p Parameters) Curve(z geo.AltimetricZone) (Curve, error) {
	switch z {
	case geo.AltimetricMountain:
		return p.Mountain, nil
	case geo.AltimetricHill:
		return p.Hill, nil
	case geo.AltimetricPlain:
		return p.Plain, nil
	}
	return Curve{}, geo.Invalid("zona altimetrica %d: deve essere 1, 3 o 5 / altimetric zone must be 1, 3 or 5", z)
}

// Hash is stable: equal parameters give equal text on every machine, and any
// change of a constant gives another.
func (p Parameters) Hash() string {
	var b strings.Builder
	b.WriteString("travel/2\n")
	number := func(name string, v float64) {
		fmt.Fprintf(&b, "%s=%s\n", name, strconv.FormatFloat(v, 'g', -1, 64))
	}
	for _, c := range []struct {
		name string
		Curve
	}{{"mountain", p.Mountain}, {"hill", p.Hill}, {"plain", p.Plain}} {
		number(c.name+".a", c.A)
		number(c.name+".b", c.B)
		number(c.name+".sigma", c.Sigma)
	}
	number("park", p.ParkMinutes)
	number("min_km", p.MinKm)
	number("walk_km_h", p.WalkKmH)
	number("detour", p.Detour)
	number("detour_mountain", p.DetourMountain)
	number("earth", p.EarthRadiusKm)
	number("roads_sigma", p.RoadsSigma)
	number("far_metres", p.FarMetres)
	fmt.Fprintf(&b, "summer_passes=%t\n", p.SummerPasses)
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}
