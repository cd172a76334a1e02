package tiles

import (
	"context"
	"fmt"
	"math"
	"net/http"

	"atlante/api/wire"
	"atlante/geo"
)

// pinned is the layer whose version a pin names: it grows with every publication
// and with every change of the territory.
const pinned = "cells"

// parsePin reads v, the version of the layer cells that an open page was made
// from; 0 when the address does not pin one.
func parsePin(r *http.Request) (int64, error) {
	q := wire.ReadQuery(r, "v")
	v := q.Int("v", 0, 1, math.MaxInt)
	return int64(v), q.Err()
}

// versions of the layers. Where a page has pinned another one than today's the
// answer is geo.ErrConflict: old figures and a new map must not stand side by side.
func (s *service) versions(ctx context.Context, pin int64) (map[string]int64, error) {
	versions, err := s.store.LayerVersions(ctx)
	if err != nil {
		return nil, fmt.Errorf("layer versions: %w", err)
	}
	if pin != 0 && pin != versions[pinned] {
		return nil, fmt.Errorf("v=%d, now %d: %w", pin, versions[pinned], geo.ErrConflict)
	}
	return versions, nil
}
