package work

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// Confirmed does what a link was for, beside showing that its address is read,
// inside the transaction in which the link is used: see SignIn.
func (r *Registrar[S]) Confirmed(ctx context.Context, s S, person access.Person, l access.Link) error {
	switch l.Purpose {
	case access.ToConfirm:
		return r.confirmEntry(ctx, s, person, l.Entry)
	case access.ToClaim, access.ToReport:
		return r.confirmMessage(ctx, s, person, l)
	case access.ToInvite:
		return r.program(ctx, s, person, registry.Order{Action: registry.Join, Entry: l.Entry, Lang: person.Lang})
	}
	return nil
}

// ConfirmEntry brings an entry whose address was confirmed into the queue, kept
// from now on by the person. Who keeps it already changes nothing.
func (r *Registrar[S]) ConfirmEntry(ctx context.Context, person access.Person, entry uuid.UUID) error {
	return r.DB.Atomically(ctx, func(s S) error { return r.confirmEntry(ctx, s, person, entry) })
}

func (r *Registrar[S]) confirmEntry(ctx context.Context, s S, person access.Person, entry uuid.UUID) error {
	if err := r.program(ctx, s, person, registry.Order{Action: registry.Confirm, Entry: entry, Lang: person.Lang}); err != nil {
		return err
	}
	return s.SignConsents(ctx, entry, person.ID)
}

// program takes a step of the program for the person who has used a link.
func (r *Registrar[S]) program(ctx context.Context, s S, person access.Person, o registry.Order) error {
	ground, err := s.Ground(ctx)
	if err != nil {
		return err
	}
	before, err := r.before(ctx, s, o, ground)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(before.Entry.Stewards, func(k registry.Steward) bool { return k.Person == person.ID }) {
		return nil // an older link for the same
	}
	now := r.now()
	step, err := r.Table.Apply(before, o, registry.Program(o.Action, person.ID), now)
	if errors.Is(err, geo.ErrForbidden) {
		return geo.NotFound("Questa scheda non aspetta più una conferma da questo indirizzo. / This entry does not wait for this address any more.")
	}
	if err != nil {
		return err
	}
	w := &written[S]{Registrar: r, s: s, before: before, order: o, step: step, by: access.Principal{Person: person}, at: now}
	return w.write(ctx)
}

// confirmMessage makes a claim or report count, and tells who must know.
func (r *Registrar[S]) confirmMessage(ctx context.Context, s S, person access.Person, l access.Link) error {
	now := r.now()
	fresh, err := s.ConfirmMessage(ctx, l.Message, person.ID, now)
	if err != nil || !fresh {
		return err
	}
	m, err := s.OpenMessage(ctx, l.Message)
	if err != nil {
		return err
	}
	ground, err := s.Ground(ctx)
	if err != nil {
		return err
	}
	e, err := s.Entry(ctx, m.Entry)
	if err != nil {
		return err
	}
	w := &written[S]{Registrar: r, s: s, before: registry.Before{Entry: e, Ground: ground}, step: registry.Step{Entry: e},
		order: registry.Order{Lang: person.Lang}, by: access.Principal{Person: person}, at: now}
	return w.announce(ctx, m)
}
