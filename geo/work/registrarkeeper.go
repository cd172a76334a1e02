package work

import (
	"context"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// Keepers lists those who keep an entry, for those who may dismiss one of them;
// nobody for others. Addresses are whole to moderators only.
func (r *Registrar[S]) Keepers(ctx context.Context, p access.Principal, entry uuid.UUID) ([]registry.Keeper, error) {
	e, err := r.Read.Entry(ctx, entry)
	if err != nil {
		return nil, err
	}
	role, may := r.Table.As(p, registry.Dismiss, e)
	if !may {
		return nil, nil
	}
	list, err := r.Read.Keepers(ctx, entry)
	if role == access.Owner || role == access.Editor {
		for i := range list {
			list[i].Email = access.MaskEmail(list[i].Email)
		}
	}
	return list, err
}

// Consents lists what was agreed to about an entry, newest first, for those who
// may see all of it; nothing for others.
func (r *Registrar[S]) Consents(ctx context.Context, p access.Principal, entry uuid.UUID) ([]registry.HeldConsent, error) {
	e, err := r.Read.Entry(ctx, entry)
	if err != nil {
		return nil, err
	}
	if _, may := r.Table.As(p, registry.SeePrivate, e); !may {
		return nil, nil
	}
	return r.Read.ConsentsOn(ctx, entry)
}
