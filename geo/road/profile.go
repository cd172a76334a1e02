package road

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
)

// Profile is how tags become speeds: all constants of reading roads. It is part
// of a graph's version through Hash. The zero Profile allows nothing.
type Profile struct {
	// Car is the pace by highway class; a class that is not in it is no road for
	// cars, unless a tag of its own says that cars may (CarAllowedKmH).
	Car map[string]Pace
	// CarAllowedKmH is the speed on paths and squares where a tag lets cars in.
	CarAllowedKmH float64
	// LimitShare is the part of the legal limit that is driven on average,
	// crossings, curves and traffic included.
	LimitShare float64
	// Limits of zones in km/h by the value of maxspeed or maxspeed:type in lower
	// case: "it:urban". WalkLimit is that of "walk".
	Limits    map[string]float64
	WalkLimit float64
	// Caps in km/h by value of surface, smoothness, tracktype and service; 0
	// closes the way to cars.
	Surface, Smoothness, Tracktype, Service map[string]float64
	// OneLaneKmH caps two-way roads of one lane, where cars wait for each other.
	OneLaneKmH float64
	// DestinationKmH caps roads for those who live or stop there, so that they
	// are no short cut.
	DestinationKmH float64
	// Lateral is the acceleration across in m/s² that drivers take in a bend, and
	// Pickup the one along the road before and after it (Bends).
	Lateral, Pickup float64

	// Foot is the speed in km/h by highway class.
	Foot map[string]float64
	// Hiking is the part of that speed by value of sac_scale; 0 closes.
	Hiking map[string]float64

	// FerryKmH is the speed of ferries and car trains without a duration.
	FerryKmH float64
	// PassMetres: a way with mountain_pass=yes and an ele above this is closed in
	// winter unless its tags say otherwise.
	PassMetres float64
	// WinterClosed by id of the way: true closes it in winter, false opens it,
	// whatever its tags say.
	WinterClosed map[int64]bool
}

// Pace of cars on a class of roads in km/h.
type Pace struct {
	Free    float64 // where no limit is known
	Ceiling float64 // never faster, whatever the limit
}

// profileVersion changes whenever the code of Read or Barrier reads the same tags
// in another way.
const profileVersion = "road/profile/1\n"

// Hash is stable: equal profiles give equal text on every machine, and any change
// of a constant gives another.
func (p Profile) Hash() string {
	h := sha256.New()
	io.WriteString(h, profileVersion)
	for _, class := range slices.Sorted(maps.Keys(p.Car)) {
		fmt.Fprintf(h, "car %q %s %s\n", class, number(p.Car[class].Free), number(p.Car[class].Ceiling))
	}
	for _, t := range []struct {
		name  string
		table map[string]float64
	}{
		{"limits", p.Limits}, {"surface", p.Surface}, {"smoothness", p.Smoothness}, {"tracktype", p.Tracktype},
		{"service", p.Service}, {"foot", p.Foot}, {"hiking", p.Hiking},
		{"constants", map[string]float64{
			"allowed": p.CarAllowedKmH, "share": p.LimitShare, "walk": p.WalkLimit, "lane": p.OneLaneKmH,
			"destination": p.DestinationKmH, "ferry": p.FerryKmH, "pass": p.PassMetres,
			"lateral": p.Lateral, "pickup": p.Pickup,
		}},
	} {
		for _, key := range slices.Sorted(maps.Keys(t.table)) {
			fmt.Fprintf(h, "%s %q %s\n", t.name, key, number(t.table[key]))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.WinterClosed)) {
		fmt.Fprintf(h, "winter %d %t\n", id, p.WinterClosed[id])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
