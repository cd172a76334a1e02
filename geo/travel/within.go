package travel

import (
	"context"
	"math"

	"atlante/geo"
	"atlante/geo/road"
)

// Within calls visit once for every origin and target that are at most limit
// minutes apart, target by target, with the minutes that Nearest would give if
// the target were the only one. It searches from each target as far as the limit
// only. A cancelled context ends it with the context's error.
func (r *Roads) Within(ctx context.Context, origins []Origin, targets []Target, mode geo.Mode, limit float64,
	visit func(target, origin int32, minutes float64)) error {
	l := r.layers[mode]
	if l == nil {
		return nil // no way of travelling
	}
	l.busy.Lock()
	defer l.busy.Unlock()
	w := reachOf{r: r, l: l, mode: mode, limit: limit, origins: origins, visit: visit}
	if mode == geo.ModeCar {
		w.park = r.p.ParkMinutes
	}
	w.join()
	for t, target := range targets {
		if err := w.from(ctx, int32(t), target); err != nil {
			return err
		}
	}
	return nil
}

// reachOf is one question to Within while it is answered.
type reachOf struct {
	r           *Roads
	l           *layer
	mode        geo.Mode
	limit, park float64
	origins     []Origin
	snaps       []road.Snap
	joined      []bool
	visit       func(target, origin int32, minutes float64)
}

// join finds the roads of all origins once.
func (w *reachOf) join() {
	w.snaps, w.joined = make([]road.Snap, len(w.origins)), make([]bool, len(w.origins))
	for i, o := range w.origins {
		w.snaps[i], w.joined[i] = w.l.join(o.Comune, o.Point)
	}
}

// from visits the origins in reach of one target.
func (w *reachOf) from(ctx context.Context, t int32, target Target) error {
	at, onRoads := w.l.join(target.Comune, target.Position)
	var f *Field
	if onRoads {
		if w.l.search == nil {
			w.l.search = NewSearch(w.l.g, w.r.p.SummerPasses)
		}
		bound := uint32(max(1, math.Ceil((w.limit-w.park)*600)))
		var err error
		if f, err = w.l.search.Field(ctx, []Stop{{Snap: at, Walk: w.r.p.walk(at.Metres)}}, bound); err != nil {
			return err
		}
	}
	for i, o := range w.origins {
		if !onRoads || !w.joined[i] {
			m, ok := w.r.e.Minutes(o.Point, o.Comune, target.Position, target.Comune, w.mode)
			if m *= w.r.factor(w.mode, o.Comune); ok && m <= w.limit {
				w.visit(t, int32(i), m)
			}
			continue
		}
		near := f.At(w.snaps[i])
		if near.First == None {
			continue
		}
		if m := minutes(w.r.p.walk(w.snaps[i].Metres), near.FirstCost) + w.park; m <= w.limit {
			w.visit(t, int32(i), m)
		}
	}
	return ctx.Err()
}
