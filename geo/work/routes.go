package work

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/travel"
)

// Stopover is a point with a name: a seat or a village.
type Stopover struct {
	Name  string
	Point orb.Point // EPSG:4326, longitude first
}

// RoutePair goes from one stopover to another, by index.
type RoutePair struct{ From, To int }

// choicesOfPairs keeps the choice of pairs the same for all who compare.
const choicesOfPairs = 4

// ChoosePairs chooses n pairs of so many points, fewer when there are not that
// many: the same ones every time, those to one point together, as few to each as
// can be but at least ten while n lasts.
func ChoosePairs(points, n int) []RoutePair {
	if points < 2 || n < 1 {
		return nil
	}
	r := rand.New(rand.NewPCG(choicesOfPairs, uint64(points)))
	each := min(points-1, max(10, (n+points-1)/points))
	var out []RoutePair
	for _, to := range r.Perm(points) {
		taken := 0
		for _, from := range r.Perm(points) {
			if len(out) == n {
				return out
			}
			if from != to && taken < each {
				out = append(out, RoutePair{from, to})
				taken++
			}
		}
	}
	return out
}

// secondsTo gives the seconds along the roads of a graph from each source to a
// target: neither walk to the road nor parking; +Inf where there is no way.
func secondsTo(ctx context.Context, g *road.Graph, sources []orb.Point, target orb.Point, summer bool) ([]float64, error) {
	out := make([]float64, len(sources))
	for i := range out {
		out[i] = math.Inf(1)
	}
	to, ok := g.Snap(target)
	if !ok {
		return out, nil
	}
	field, err := travel.NewField(ctx, g, []travel.Stop{{Snap: to}}, travel.FieldOptions{Summer: summer})
	if err != nil {
		return nil, err
	}
	for i, p := range sources {
		if from, ok := g.Snap(p); ok {
			if near := field.At(from); near.First != travel.None {
				out[i] = float64(near.FirstCost) / 10
			}
		}
	}
	return out, nil
}

// RouteTimes are the minutes of a pair as METRICS counts them: the walk to the
// road and from it, the way, and parking by car. +Inf where there is no way.
type RouteTimes struct {
	RoutePair
	Km        float64 // as the crow flies
	Car, Foot float64
}

// Routes gives the times of pairs of stopovers along the graphs of both modes.
func Routes(ctx context.Context, graphs map[geo.Mode]*road.Graph, stops []Stopover, pairs []RoutePair, p travel.Parameters, progress Progress) ([]RouteTimes, error) {
	out := make([]RouteTimes, len(pairs))
	for i, pair := range pairs {
		out[i] = RouteTimes{RoutePair: pair, Km: orbgeo.Distance(stops[pair.From].Point, stops[pair.To].Point) / 1000}
	}
	walk := map[geo.Mode][]float64{}
	for mode, g := range graphs {
		for _, s := range stops {
			at, ok := g.Snap(s.Point)
			minutes := math.Inf(1)
			if ok {
				minutes = at.Metres / 1000 / p.WalkKmH * 60
			}
			walk[mode] = append(walk[mode], minutes)
		}
	}
	done := 0
	err := byTarget(pairs, func(to int, from []int, first int) error {
		sources := make([]orb.Point, len(from))
		for k, i := range from {
			sources[k] = stops[i].Point
		}
		for mode, g := range graphs {
			seconds, err := secondsTo(ctx, g, sources, stops[to].Point, p.SummerPasses)
			if err != nil {
				return err
			}
			for k, s := range seconds {
				minutes := s/60 + walk[mode][from[k]] + walk[mode][to]
				if mode == geo.ModeCar {
					out[first+k].Car = minutes + p.ParkMinutes
				} else {
					out[first+k].Foot = minutes
				}
			}
		}
		done += len(from)
		progress(done, len(pairs))
		return nil
	})
	return out, err
}

// byTarget calls f for each run of pairs to the same target, with the index of
// the first.
func byTarget(pairs []RoutePair, f func(to int, from []int, first int) error) error {
	for i := 0; i < len(pairs); {
		j := i
		var from []int
		for j < len(pairs) && pairs[j].To == pairs[i].To {
			from = append(from, pairs[j].From)
			j++
		}
		if err := f(pairs[i].To, from, i); err != nil {
			return err
		}
		i = j
	}
	return nil
}

// quantile is the p-quantile of a sorted list by the nearest rank; 0 of nothing.
func quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, max(0, int(math.Ceil(p*float64(len(sorted))))-1))]
}

func sorted(list []float64) []float64 {
	list = slices.Clone(list)
	slices.SortFunc(list, cmp.Compare)
	return list
}
