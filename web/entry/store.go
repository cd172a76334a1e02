package entry

import (
	"context"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/gazetteer"
	"atlante/geo/registry"
)

// Steps are what can be done to entries. Each asks the table of rules itself.
type Steps interface {
	Start(context.Context, access.Principal, access.Key, registry.Content) (registry.Outcome, error)
	Do(context.Context, access.Principal, access.Key, registry.Order) (registry.Outcome, error)
	EraseOwn(context.Context, access.Principal, access.Key) error
	// Preview tells what an edit would do, and does nothing.
	Preview(context.Context, access.Principal, registry.Order) (registry.Outcome, error)
}

// Dossiers are what can be known of entries, by those who may.
type Dossiers interface {
	Dossier(context.Context, access.Principal, uuid.UUID) (registry.Dossier, error)
	// Keepers are those who keep an entry, for those who may dismiss one of them.
	Keepers(context.Context, access.Principal, uuid.UUID) ([]registry.Keeper, error)
	Mine(context.Context, access.Principal) ([]registry.Summary, error)
	// Allowed lists what may be done to an entry of that list.
	Allowed(access.Principal, registry.Entry) []registry.Action
	Duplicates(ctx context.Context, p access.Principal, c registry.Content, exclude uuid.UUID) ([]registry.Duplicate, error)
	Export(context.Context, access.Principal) (registry.Holding, error)
}

// Places are the public ones, to look first.
type Places interface {
	Places(context.Context, geo.PlaceFilter) ([]geo.Place, string, error)
	Place(context.Context, geo.PlaceID) (geo.Place, error)
}

// Lists are what the form offers to choose from.
type Lists interface {
	Kinds(context.Context) ([]geo.Kind, error)
	Comuni(context.Context, geo.ComuneFilter) ([]geo.Comune, string, error)
	Networks(context.Context) ([]access.Network, error)
}

// Geocoder turns words into points.
type Geocoder interface {
	Geocode(ctx context.Context, q string, limit int) ([]gazetteer.Answer, error)
}

// Store is all that the pages read.
type Store interface {
	Places
	Lists
	Geocoder
}

// Registrar is all that the pages do with entries.
type Registrar interface {
	Steps
	Dossiers
}

// Limiter counts requests; see access.Limiter.
type Limiter interface {
	Take(context.Context, access.Limit, access.Who) error
}
