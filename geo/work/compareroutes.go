package work

import (
	"context"
	"math"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/road"
)

// EngineComparisonStore is what a comparison with a routing engine reads and
// writes.
type EngineComparisonStore interface {
	GraphReader
	Comuni(context.Context, geo.ComuneFilter) ([]geo.Comune, string, error)
	SaveEngineComparison(context.Context, geo.EngineComparison) error
}

// EngineTimes answers with the seconds on the road from each source to a target;
// +Inf where it knows no way.
type EngineTimes interface {
	Seconds(ctx context.Context, sources []orb.Point, target orb.Point) ([]float64, error)
	Kind() string    // "osrm" or "valhalla"
	Address() string // scheme and host
}

// CompareWithEngine sets the times by car along the roads in use beside those of a
// routing engine, for so many pairs of seats of comuni, and stores what comes out.
// Without roads in use it is geo.ErrNotFound; when not one pair can be compared,
// geo.ErrInvalid, and nothing is stored.
func CompareWithEngine(ctx context.Context, s EngineComparisonStore, e EngineTimes, pairs int, now func() time.Time, progress Progress) (geo.EngineComparison, error) {
	v, err := s.ActiveGraph(ctx)
	if err != nil {
		return geo.EngineComparison{}, err
	}
	g, err := s.ReadGraph(ctx, v.ID, geo.ModeCar)
	if err != nil {
		return geo.EngineComparison{}, err
	}
	comuni, _, err := s.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return geo.EngineComparison{}, err
	}
	c, err := CompareTimes(ctx, g, e, Seats(comuni), pairs, progress)
	if err != nil {
		return c, err
	}
	c.At, c.Checksum, c.ProfileHash, c.Synthetic = now().UTC(), v.Checksum, v.ProfileHash, v.Synthetic
	return c, s.SaveEngineComparison(ctx, c)
}

// Seats are the stopovers of the comuni.
func Seats(comuni []geo.Comune) []Stopover {
	out := make([]Stopover, len(comuni))
	for i, c := range comuni {
		out[i] = Stopover{c.Name, c.Seat}
	}
	return out
}

// shortest way that is compared, in seconds: below it rounding and where a point
// is joined to the roads are most of the difference.
const shortest = 60

// CompareTimes sets the times by car on a graph beside those of an engine. Roads
// that are closed in winter are open: no engine closes them in its default data.
func CompareTimes(ctx context.Context, g *road.Graph, e EngineTimes, stops []Stopover, pairs int, progress Progress) (geo.EngineComparison, error) {
	c := geo.EngineComparison{Engine: e.Kind(), Address: e.Address()}
	var wrong, signed []float64
	chosen := ChoosePairs(len(stops), pairs)
	err := byTarget(chosen, func(to int, from []int, first int) error {
		sources := make([]orb.Point, len(from))
		for k, i := range from {
			sources[k] = stops[i].Point
		}
		ours, err := secondsTo(ctx, g, sources, stops[to].Point, true)
		if err != nil {
			return err
		}
		theirs, err := e.Seconds(ctx, sources, stops[to].Point)
		if err != nil {
			return err
		}
		for k := range from {
			if d, ok := count(&c, ours[k], theirs[k]); ok {
				signed, wrong = append(signed, d), append(wrong, math.Abs(d))
			}
		}
		progress(first+len(from), len(chosen))
		return nil
	})
	if err != nil {
		return c, err
	}
	if c.Compared == 0 {
		return c, geo.Invalid("nessuna delle %d coppie ha un tempo sia da noi sia da %s: il motore ha caricato le strade di questo territorio? / no pair could be compared: does the engine hold the roads of this territory?", c.Asked, c.Address)
	}
	wrong, signed = sorted(wrong), sorted(signed)
	c.Median, c.P90, c.Bias = quantile(wrong, 0.5), quantile(wrong, 0.9), quantile(signed, 0.5)
	return c, nil
}

// count puts a pair where it belongs and gives its relative difference when it is
// compared.
func count(c *geo.EngineComparison, ours, theirs float64) (float64, bool) {
	c.Asked++
	weKnow, theyKnow := !math.IsInf(ours, 1), !math.IsInf(theirs, 1)
	switch {
	case weKnow && !theyKnow:
		c.OnlyOurs++
	case theyKnow && !weKnow:
		c.OnlyTheirs++
	case weKnow && theirs >= shortest:
		c.Compared++
		return (ours - theirs) / theirs, true
	}
	return 0, false
}
