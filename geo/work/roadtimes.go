package work

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/road"
	"atlante/geo/travel"
)

// GraphReader gives the roads that travel times come from.
type GraphReader interface {
	ActiveGraph(context.Context) (geo.RoadVersion, error)
	ReadGraph(ctx context.Context, version int64, mode geo.Mode) (*road.Graph, error)
}

// Roads keeps, for one database, the graphs of the last recomputation and what
// was searched on them: a service that recomputes reads them once a version, and
// repairs what a place changes. The zero value keeps nothing yet; it may be used
// by many at once.
type Roads struct {
	mu        sync.Mutex
	version   int64
	car, foot *road.Graph
	times     *travel.Roads
	sum       [sha256.Size]byte // of all that times depend on beside the graphs
}

// over gives the times along the roads in use, or nil and no error when there
// are none and times are estimated.
func (r *Roads) over(ctx context.Context, s GraphReader, e *travel.Estimate, p travel.Parameters, sum [sha256.Size]byte) (*travel.Roads, *geo.RoadVersion, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, err := s.ActiveGraph(ctx)
	if errors.Is(err, geo.ErrNotFound) {
		r.version, r.car, r.foot, r.times = 0, nil, nil, nil
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if r.version != v.ID {
		if err := r.read(ctx, s, v); err != nil {
			return nil, nil, err
		}
	}
	if r.times == nil || r.sum != sum {
		if r.times, err = travel.NewRoads(r.car, r.foot, e, p, nil); err != nil {
			return nil, nil, err
		}
		r.sum = sum
	}
	return r.times, &v, nil
}

// read loads the graphs of a version; those of another go first, so that memory
// never holds both.
func (r *Roads) read(ctx context.Context, s GraphReader, v geo.RoadVersion) error {
	r.version, r.car, r.foot, r.times = 0, nil, nil, nil
	car, err := s.ReadGraph(ctx, v.ID, geo.ModeCar)
	if err != nil {
		return fmt.Errorf("strade, versione %d, in auto / roads, by car: %w", v.ID, err)
	}
	foot, err := s.ReadGraph(ctx, v.ID, geo.ModeFoot)
	if err != nil {
		return fmt.Errorf("strade, versione %d, a piedi / roads, on foot: %w", v.ID, err)
	}
	r.version, r.car, r.foot = v.ID, car, foot
	return nil
}

// ground sums up what an estimate is made of. (Versions would not do: those of a
// transaction that is taken back come again.)
func ground(in cover.Input, passes []geo.Pass) [sha256.Size]byte {
	h := sha256.New()
	for _, c := range in.Comuni {
		c.Boundary = nil
		fmt.Fprintf(h, "%+v\n", c)
	}
	fmt.Fprintf(h, "%+v\n%+v\n%s", in.Valleys, passes, in.Parameters.Travel.Hash())
	return [sha256.Size]byte(h.Sum(nil))
}

// correct makes the estimate that stands in where no road comes as long as the
// roads are elsewhere: constants measured on this very territory, with today's
// places. Where the roads come everywhere there is nothing to correct.
func correct(ctx context.Context, in *cover.Input) error {
	roads, ok := in.Times.(*travel.Roads)
	if !ok || in.Estimate == nil || len(roads.Bare(geo.ModeCar))+len(roads.Bare(geo.ModeFoot)) == 0 {
		return nil
	}
	compared, err := cover.Compare(ctx, *in)
	if err != nil {
		return err
	}
	var corrections []travel.Correction
	for _, c := range compared.Constants {
		corrections = append(corrections, travel.Correction{Mode: c.Mode, Zone: c.Zone, Alpha: c.Alpha})
	}
	in.Times = roads.Corrected(corrections)
	return nil
}
