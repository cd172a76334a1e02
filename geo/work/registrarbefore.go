package work

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/registry"
)

// before gathers what the order meets.
func (r *Registrar[S]) before(ctx context.Context, s S, o registry.Order, ground registry.Ground) (registry.Before, error) {
	b := registry.Before{Ground: ground}
	var err error
	switch o.Action {
	case registry.StartEntry:
		b.Entry.ID, err = r.NewID()
		return b, err
	case registry.Merge:
		return r.beforeMerge(ctx, s, o, b)
	case registry.Claim, registry.Report, registry.Confirm, registry.Join: // whoever asks has seen no version
		b.Entry, err = s.HoldEntry(ctx, o.Entry)
	default:
		b.Entry, err = s.Entry(ctx, o.Entry)
	}
	if err != nil {
		return b, err
	}
	if b.Revisions, err = needed(ctx, s, b.Entry, o); err != nil {
		return b, err
	}
	if o.Message == uuid.Nil {
		return b, nil
	}
	m, err := s.OpenMessage(ctx, o.Message)
	if err == nil {
		b.Message = &m
	} else if !errors.Is(err, geo.ErrNotFound) {
		return b, err
	}
	return b, nil
}

// needed reads the revisions that an order asks for. One that is not there is
// missed by the rule, which says so to those who may know.
func needed[S EntryRows](ctx context.Context, s S, e registry.Entry, o registry.Order) ([]registry.Revision, error) {
	var out []registry.Revision
	for _, n := range registry.Needs(e, o) {
		v, err := s.Revision(ctx, e.ID, n)
		if errors.Is(err, geo.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// beforeMerge holds both entries, always in the same order, so that two merges
// the other way round do not wait for each other for ever.
func (r *Registrar[S]) beforeMerge(ctx context.Context, s S, o registry.Order, b registry.Before) (registry.Before, error) {
	ids := []uuid.UUID{o.Entry, o.Into}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	for _, id := range ids {
		e, err := s.HoldEntry(ctx, id)
		switch {
		case id == o.Into && errors.Is(err, geo.ErrNotFound) && id != o.Entry:
		case err != nil:
			return b, err
		case id == o.Entry:
			b.Entry = e
		default:
			b.Into = &e
		}
	}
	var err error
	b.Revisions, err = needed(ctx, s, b.Entry, o)
	return b, err
}
