package work

import (
	"bytes"
	"context"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
)

// NetworkStore keeps the networks of organizations.
type NetworkStore interface {
	Networks(context.Context) ([]access.Network, error)
	SaveNetworks(context.Context, []access.Network) error
}

// FactStore takes the embedded facts.
type FactStore interface {
	NetworkStore
	Empty(context.Context) (bool, error)
	SaveZones(context.Context, []geo.Zone, geo.Source) error
	SaveComuni(context.Context, []geo.Comune, geo.Source) error
	SaveSuppressed(context.Context, []gazetteer.Suppressed) error
	SaveLocalities(context.Context, []gazetteer.Locality) error
	SaveKinds(context.Context, []geo.Kind) error
	SaveOrganizations(context.Context, []geo.Organization) error
}

// StartStore is what the first start fills.
type StartStore interface {
	FactStore
	ValleyStore
	BoundaryStore
	PlaceStore
	ApproximateBoundaries(context.Context) (geo.Boundaries, error)
}

// Beginning is what the first start needs from outside.
type Beginning struct {
	Boundaries *geo.Boundaries // real ones when they could be had, else nil
	Recomputation
	Batch geo.Batch // of the starting set of places
	NewID func() (uuid.UUID, error)
}

// Begin loads the embedded facts, the boundaries and the starting set of places
// into an empty database and publishes the first coverage, all in one transaction;
// to one that has been begun it brings networks when it knows of none, as one made
// by an earlier version, and does nothing else.
func Begin[S StartStore](ctx context.Context, db Atomic[S], b Beginning) error {
	return db.Atomically(ctx, func(s S) error {
		empty, err := s.Empty(ctx)
		if err != nil {
			return err
		}
		if err := saveNetworks(ctx, s); err != nil || !empty {
			return err
		}
		if err := saveFacts(ctx, s); err != nil {
			return err
		}
		boundaries := b.Boundaries
		if boundaries == nil {
			made, err := s.ApproximateBoundaries(ctx)
			if err != nil {
				return err
			}
			boundaries = &made
		}
		if err := s.ReplaceBoundaries(ctx, *boundaries); err != nil {
			return err
		}
		if err := RebuildGrid(ctx, s, b.Parameters, b.Progress); err != nil {
			return err
		}
		if err := saveStartingPlaces(ctx, s, b); err != nil {
			return err
		}
		_, err = Recompute(ctx, within[S]{s}, b.Recomputation)
		return err
	})
}

func saveFacts(ctx context.Context, s StartStore) error {
	zones, err := facts.Zones()
	if err != nil {
		return err
	}
	if err := s.SaveZones(ctx, zones, facts.Source(facts.SetZones)); err != nil {
		return err
	}
	comuni, err := facts.Comuni()
	if err != nil {
		return err
	}
	if err := s.SaveComuni(ctx, comuni, facts.Source(facts.SetComuni)); err != nil {
		return err
	}
	if err := saveValleys(ctx, s, comuni); err != nil {
		return err
	}
	suppressed, err := facts.Suppressed()
	if err != nil {
		return err
	}
	if err := s.SaveSuppressed(ctx, suppressed); err != nil {
		return err
	}
	localities, err := facts.Localities()
	if err != nil {
		return err
	}
	if err := s.SaveLocalities(ctx, localities); err != nil {
		return err
	}
	kinds, err := facts.Kinds()
	if err != nil {
		return err
	}
	return s.SaveKinds(ctx, kinds)
}

// saveNetworks brings those that are known from the start, unless there are some.
func saveNetworks(ctx context.Context, s NetworkStore) error {
	known, err := s.Networks(ctx)
	if err != nil || len(known) > 0 {
		return err
	}
	rows, err := facts.Networks()
	if err != nil {
		return err
	}
	var networks []access.Network
	for _, r := range rows {
		networks = append(networks, access.Network{ID: access.NetworkID(r.ID), Name: r.Name, Source: r.Source})
	}
	return s.SaveNetworks(ctx, networks)
}

func saveValleys(ctx context.Context, s ValleyStore, comuni []geo.Comune) error {
	valleys, err := facts.Valleys()
	if err != nil {
		return err
	}
	passes, err := facts.Passes()
	if err != nil {
		return err
	}
	in := map[geo.ComuneID]geo.ValleyID{}
	for _, c := range comuni {
		in[c.ID] = c.Valley
	}
	return s.ReplaceValleys(ctx, valleys, passes, in)
}

// saveStartingPlaces goes the same way as everybody's files.
func saveStartingPlaces(ctx context.Context, s StartStore, b Beginning) error {
	_, err := ImportPlaces(ctx, within[StartStore]{s}, bytes.NewReader(facts.Places()), PlaceImport{
		Options: ingest.Options{File: "places.csv"}, Source: facts.Source(facts.SetPlaces), Batch: b.Batch, NewID: b.NewID})
	if err != nil {
		return err
	}
	participants, err := facts.Participants()
	if err != nil {
		return err
	}
	for i := range participants {
		if participants[i].ID, err = b.NewID(); err != nil {
			return err
		}
	}
	return s.SaveOrganizations(ctx, participants)
}

// within is a transaction that is already open.
type within[S any] struct{ s S }

func (w within[S]) Atomically(_ context.Context, f func(S) error) error { return f(w.s) }
