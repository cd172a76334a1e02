package snapshot

import (
	"context"

	"atlante/geo/layer"
)

// Source is the store that the snapshot follows. Versions of a state only grow.
type Source interface {
	// TileState gives today's versions and kinds: cheap, one statement.
	TileState(ctx context.Context) (layer.State, error)
	// TileRows reads whole layers in one consistent state and calls each for every row, in the order in which tiles hold
	// them. The row may be reused once the call has returned.
	TileRows(ctx context.Context, layers []string, each func(*layer.Row) error) (layer.State, error)
	// PlacesSince gives what happened to places after a version. It fails with geo.ErrNotFound when the log does not reach
	// back so far: then places are read whole.
	PlacesSince(ctx context.Context, version int64) (layer.PlaceChange, error)
	// Listen calls changed once when it has begun to listen and again after every change, until ctx ends or the connection
	// is lost.
	Listen(ctx context.Context, changed func()) error
}
