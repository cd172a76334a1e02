package travel

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/road"
)

// Roads is the model of travel time along real roads: shortest ways on a graph
// for cars and one for people on foot.
//
// T = walk to the road + way + walk from the road to the place + t_park (by car,
// once), with the nearest road of both and v_walk everywhere (METRICS, "Travel
// time"). Times are whole deciseconds until the last; ties go to the lower
// target. Where a comune has no roads in the graph (its seat is farther than
// Parameters.FarMetres from all of them) ways from and to it are the estimate's,
// corrected by the calibration. A place in a comune that the estimate does not
// know counts when it stands near a road itself.
//
// It keeps where points are joined to the roads, and the fields of the last
// targets, so that what differs by a few places is repaired and not searched
// anew; answers never depend on what was asked before. It is safe for concurrent
// use; questions about one mode wait for each other.
type Roads struct {
	e      *Estimate
	p      Parameters
	layers map[geo.Mode]*layer
	alpha  map[geo.Mode]map[geo.AltimetricZone]float64
}

// Correction of the estimate in one mode and altimetric zone: its minutes by
// e^Alpha are right in the middle.
type Correction struct {
	Mode  geo.Mode
	Zone  geo.AltimetricZone
	Alpha float64
}

// NewRoads makes the model of the graphs, either of which may be nil: then the
// estimate stands in for all of that mode. A graph of another mode is
// geo.ErrInvalid.
func NewRoads(car, foot *road.Graph, e *Estimate, p Parameters, corrections []Correction) (*Roads, error) {
	r := &Roads{e: e, p: p, layers: map[geo.Mode]*layer{}, alpha: alphas(corrections)}
	for _, x := range []struct {
		mode geo.Mode
		g    *road.Graph
	}{{geo.ModeCar, car}, {geo.ModeFoot, foot}} {
		if x.g != nil && x.g.Mode != x.mode {
			return nil, geo.Invalid("il grafo delle strade è per %q e non per %q / the graph of the roads is for %q, not for %q", x.g.Mode, x.mode, x.g.Mode, x.mode)
		}
		r.layers[x.mode] = newLayer(x.g, e, p)
	}
	return r, nil
}

// Corrected is the same model, with all that it keeps, and other corrections.
func (r *Roads) Corrected(corrections []Correction) *Roads {
	other := *r
	other.alpha = alphas(corrections)
	return &other
}

func alphas(corrections []Correction) map[geo.Mode]map[geo.AltimetricZone]float64 {
	out := map[geo.Mode]map[geo.AltimetricZone]float64{geo.ModeCar: {}, geo.ModeFoot: {}}
	for _, c := range corrections {
		if by := out[c.Mode]; by != nil {
			by[c.Zone] = c.Alpha
		}
	}
	return out
}

// Parameters with which the model was made.
func (r *Roads) Parameters() Parameters { return r.p }

// Sigma is the standard deviation of ln T, in every altimetric zone.
func (r *Roads) Sigma(geo.AltimetricZone) float64 { return r.p.RoadsSigma }

// Bare lists, ascending, the comuni that have no roads in the graph of a mode.
func (r *Roads) Bare(mode geo.Mode) []geo.ComuneID {
	var out []geo.ComuneID
	if l := r.layers[mode]; l != nil {
		for _, t := range r.e.towns {
			if l.bare[t.ID] {
				out = append(out, t.ID)
			}
		}
	}
	return out
}

// Nearest gives the two nearest targets of each origin, in the order of the
// origins. A cancelled context ends it with the context's error.
func (r *Roads) Nearest(ctx context.Context, origins []Origin, targets []Target, mode geo.Mode) ([]Two, error) {
	l := r.layers[mode]
	if l == nil {
		return r.e.Nearest(ctx, origins, targets, mode) // no way of travelling: none
	}
	l.busy.Lock()
	defer l.busy.Unlock()
	a := answer{r: r, l: l, mode: mode, origins: origins, targets: targets, out: make([]Two, len(origins))}
	if err := a.byRoad(ctx); err != nil {
		return nil, err
	}
	if err := a.byEstimate(ctx); err != nil {
		return nil, err
	}
	for i := range a.out {
		if a.out[i].First == None {
			a.out[i].FirstMinutes = 0
		}
		if a.out[i].Second == None {
			a.out[i].SecondMinutes = 0
		}
	}
	return a.out, nil
}

// answer is one question to Roads while it is answered.
type answer struct {
	r       *Roads
	l       *layer
	mode    geo.Mode
	origins []Origin
	targets []Target
	out     []Two
	roadTo  []int32 // targets on the roads
	pathTo  []int32 // the others
	bare    []int32 // origins without roads
	onRoads []int32 // the others, wanted only when some targets are not on the roads
}

// byRoad answers for all pairs of origins and targets that the graph covers.
func (a *answer) byRoad(ctx context.Context) error {
	var stops []Stop
	var where []orb.Point
	for t, target := range a.targets {
		s, ok := a.l.join(target.Comune, target.Position)
		if !ok {
			a.pathTo = append(a.pathTo, int32(t))
			continue
		}
		a.roadTo = append(a.roadTo, int32(t))
		stops = append(stops, Stop{Snap: s, Walk: a.r.p.walk(s.Metres)})
		where = append(where, target.Position)
	}
	f, err := a.l.field(ctx, where, stops)
	if err != nil {
		return err
	}
	park := 0.0
	if a.mode == geo.ModeCar {
		park = a.r.p.ParkMinutes
	}
	for i, o := range a.origins {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		a.out[i] = Two{First: None, Second: None, FirstMinutes: math.Inf(1), SecondMinutes: math.Inf(1)}
		s, ok := a.l.join(o.Comune, o.Point)
		if !ok {
			a.bare = append(a.bare, int32(i))
			continue
		}
		a.onRoads = append(a.onRoads, int32(i))
		two := &a.out[i]
		two.SnapMetres, two.WalkOnly = float32(s.Metres), s.Metres > a.r.p.FarMetres
		if f == nil {
			continue
		}
		near, walk := f.At(s), a.r.p.walk(s.Metres)
		if near.First != None {
			two.First, two.FirstMinutes = a.roadTo[near.First], minutes(walk, near.FirstCost)+park
		}
		if near.Second != None {
			two.Second, two.SecondMinutes = a.roadTo[near.Second], minutes(walk, near.SecondCost)+park
		}
	}
	return nil
}

// walk is the deciseconds of a walk.
func (p Parameters) walk(metres float64) uint32 {
	return uint32(math.Round(min(metres/(p.WalkKmH/36), float64(endless-1))))
}

func minutes(walk, cost uint32) float64 { return (float64(walk) + float64(cost)) / 600 }

// byEstimate answers for the pairs of which one end has no roads.
func (a *answer) byEstimate(ctx context.Context) error {
	all := make([]int32, len(a.targets))
	for t := range all {
		all[t] = int32(t)
	}
	if err := a.estimate(ctx, a.bare, all); err != nil || len(a.pathTo) == 0 {
		return err
	}
	return a.estimate(ctx, a.onRoads, a.pathTo)
}

func (a *answer) estimate(ctx context.Context, from, to []int32) error {
	origins, targets := make([]Origin, len(from)), make([]Target, len(to))
	for k, i := range from {
		origins[k] = a.origins[i]
	}
	for k, t := range to {
		targets[k] = a.targets[t]
	}
	found, err := a.r.e.Nearest(ctx, origins, targets, a.mode)
	if err != nil {
		return err
	}
	for k, two := range found {
		out, factor := &a.out[from[k]], a.r.factor(a.mode, origins[k].Comune)
		if two.First != None {
			out.offer(to[two.First], two.FirstMinutes*factor)
			out.Estimated = out.First == to[two.First]
		}
		if two.Second != None {
			out.offer(to[two.Second], two.SecondMinutes*factor)
		}
	}
	return nil
}

// factor corrects the estimate for who sets out from a comune.
func (r *Roads) factor(mode geo.Mode, c geo.ComuneID) float64 {
	i, ok := r.e.index[c]
	if !ok {
		return 1
	}
	return math.Exp(r.alpha[mode][r.e.towns[i].AltimetricZone])
}
