package tiles

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sync/semaphore"

	"atlante/api/wire"
	"atlante/geo"
)

// mediaType of a tile.
const mediaType = "application/vnd.mapbox-vector-tile"

func (s *service) tile(w http.ResponseWriter, r *http.Request) error {
	a, err := parseAddress(r)
	if err != nil {
		return err
	}
	pin, err := parsePin(r)
	if err != nil {
		return err
	}
	versions, err := s.versions(r.Context(), pin)
	if err != nil {
		return err
	}
	encoding := wire.Encoding(r)
	if wire.NotModified(w, r, a.tag(s.version, versions, encoding)) {
		return nil
	}
	body, err := s.make(r.Context(), a)
	if err != nil {
		return err
	}
	if pin != 0 { // a change while the tile was made would put new data under the old pin
		if _, err := s.versions(r.Context(), pin); err != nil {
			return err
		}
	}
	if len(body) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return wire.Send(w, r, mediaType, encoding, body)
}

// tag depends on the versions of the layers asked for, the address and the
// encoding. The versions are read before the tile is made: a change in between
// costs one more request, it never leaves an old tile behind a new tag.
func (a address) tag(program string, versions map[string]int64, encoding string) string {
	parts := []string{program, path(a.layers, a.scenario), encoding}
	for _, n := range []uint32{a.z, a.x, a.y} {
		parts = append(parts, strconv.FormatUint(uint64(n), 10))
	}
	for _, l := range a.layers {
		parts = append(parts, strconv.FormatInt(versions[l.ID], 10))
	}
	return wire.Tag(parts...)
}

// make puts the layers one after the other: MVT layers concatenate.
func (s *service) make(ctx context.Context, a address) ([]byte, error) {
	done, err := s.turns.take(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	var out []byte
	for _, l := range a.layers {
		b, err := s.store.Tile(ctx, l.ID, a.scenario, a.z, a.x, a.y)
		if err != nil {
			return nil, fmt.Errorf("tile %s/%d/%d/%d: %w", l.ID, a.z, a.x, a.y, err)
		}
		out = append(out, b...)
	}
	return out, nil
}

// turns bounds how many tiles are in the making.
type turns struct {
	slots *semaphore.Weighted
	wait  time.Duration
}

func newTurns(n int, wait time.Duration) *turns {
	return &turns{semaphore.NewWeighted(int64(n)), wait}
}

// take waits for a turn, and says so with geo.ErrBusy when none comes. Call the
// function that it gives when the tile is done.
func (t *turns) take(ctx context.Context) (func(), error) {
	waiting, cancel := context.WithTimeout(ctx, t.wait)
	defer cancel()
	if err := t.slots.Acquire(waiting, 1); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, geo.ErrBusy
	}
	return func() { t.slots.Release(1) }, nil
}
