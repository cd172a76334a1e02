package work

import (
	"context"
	"errors"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/travel"
)

// Atomic runs a function in one transaction of the store S: all that it does
// becomes visible at once, or nothing.
type Atomic[S any] interface {
	Atomically(context.Context, func(S) error) error
}

// TerritoryReader gives what travel times depend on.
type TerritoryReader interface {
	Comuni(context.Context, geo.ComuneFilter) ([]geo.Comune, string, error)
	Valleys(context.Context) ([]geo.Valley, error)
	Passes(context.Context) ([]geo.Pass, error)
	Zones(ctx context.Context, geometry bool) ([]geo.Zone, error)
}

// PlaceReader gives who is where.
type PlaceReader interface {
	Kinds(context.Context) ([]geo.Kind, error)
	Places(context.Context, geo.PlaceFilter) ([]geo.Place, string, error)
}

// CellReader gives the grid and who lives there.
type CellReader interface {
	Cells(context.Context) ([]cover.Cell, error)
	Residents(context.Context) ([]cover.CellResidents, error)
}

// PublicationStore keeps publications and the versions they are made from.
type PublicationStore interface {
	Inputs(context.Context) (cover.InputVersions, error)
	// Previous gives what the latest publication leaves to the next, its id and its
	// model; NewModelOrTerritory is about the territory. nil before the first.
	Previous(context.Context) (*cover.Previous, int64, cover.Model, error)
	Publish(context.Context, cover.Publication, []geo.Kind, cover.Result) (int64, error)
}

// CoverageStore is all that a recomputation reads and writes.
type CoverageStore interface {
	TerritoryReader
	PlaceReader
	CellReader
	GraphReader
	PublicationStore
}

// Recomputation is what a recomputation needs beside the data.
type Recomputation struct {
	Parameters cover.Parameters
	Now        func() time.Time
	Progress   Progress
	Roads      *Roads // kept from one recomputation to the next; nil keeps nothing
}

// Recompute reads all inputs, computes coverage and gaps, and publishes them in
// one transaction. Times are those along the roads in use, where there are any,
// and else the estimate's. It gives the id of the publication. An error, or the end of
// ctx, leaves the old publication in place; geo.ErrConflict says that somebody
// else has published meanwhile.
func Recompute[S CoverageStore](ctx context.Context, db Atomic[S], r Recomputation) (int64, error) {
	var in cover.Input
	var pub cover.Publication
	err := db.Atomically(ctx, func(s S) error {
		var err error
		in, pub, err = readInput(ctx, s, r)
		return err
	})
	if err != nil {
		return 0, err
	}
	if err := correct(ctx, &in); err != nil {
		return 0, err
	}
	result, err := cover.Compute(ctx, in, r.Progress)
	if err != nil {
		return 0, err
	}
	pub.CreatedAt = r.Now().UTC().Format(time.RFC3339)
	pub.PopulatedCells = len(result.Cells)
	var id int64
	err = db.Atomically(ctx, func(s S) error {
		id, err = s.Publish(ctx, pub, in.Kinds, result)
		return err
	})
	return id, err
}

// readInput asks for the previous publication first: from there nobody else
// publishes until the reading is done, so that cells, boundaries and figures
// belong together. The versions come next: what changes while the rest is read
// makes the publication stale, and another one follows.
func readInput(ctx context.Context, s CoverageStore, r Recomputation) (in cover.Input, pub cover.Publication, err error) {
	in = cover.Input{Parameters: r.Parameters}
	var model cover.Model
	if in.Previous, pub.Previous, model, err = s.Previous(ctx); err != nil {
		return in, pub, err
	}
	versions, err := s.Inputs(ctx)
	if err != nil {
		return in, pub, err
	}
	var passes []geo.Pass
	var e [8]error
	in.Comuni, _, e[0] = s.Comuni(ctx, geo.ComuneFilter{})
	in.Zones, e[1] = s.Zones(ctx, false)
	in.Valleys, e[2] = s.Valleys(ctx)
	passes, e[3] = s.Passes(ctx)
	in.Cells, e[4] = s.Cells(ctx)
	in.Residents, e[5] = s.Residents(ctx)
	in.Kinds, e[7] = s.Kinds(ctx)
	in.Places, _, e[6] = s.Places(ctx, geo.PlaceFilter{})
	if err := errors.Join(e[:]...); err != nil {
		return in, pub, err
	}
	if pub.Graph, err = chooseModel(ctx, s, r.Roads, &in, passes); err != nil {
		return in, pub, err
	}
	if in.Previous != nil && model != in.Model {
		in.Previous.NewModelOrTerritory = true
	}
	pub.Model, pub.ParametersHash, pub.ResidentsTier, pub.CellCount = in.Model, r.Parameters.Hash(in.Kinds), tierSpread, len(in.Cells)
	pub.PlacesVersion, pub.TerritoryVersion, pub.RoadsVersion = versions.Places, versions.Territory, versions.Roads
	return in, pub, nil
}

// chooseModel sets the model and its times: the roads in use, with the estimate
// to be compared with and to stand in, or the estimate alone. It gives the
// version of the roads, nil without.
func chooseModel(ctx context.Context, s GraphReader, kept *Roads, in *cover.Input, passes []geo.Pass) (*geo.RoadVersion, error) {
	p := in.Parameters.Travel
	estimate, err := travel.NewEstimate(in.Comuni, in.Valleys, passes, p)
	if err != nil {
		return nil, err
	}
	if kept == nil {
		kept = &Roads{}
	}
	roads, version, err := kept.over(ctx, s, estimate, p, ground(*in, passes))
	if err != nil {
		return nil, err
	}
	if roads == nil {
		in.Model, in.Times = cover.ModelEstimate, estimate
		return nil, nil
	}
	in.Model, in.Times, in.Estimate, in.Synthetic = cover.ModelRoads, roads, estimate, version.Synthetic
	return version, nil
}
