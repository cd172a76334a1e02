package snapshot

import (
	"context"
	"sync"
	"time"

	"atlante/geo/layer"
	"atlante/tiles/guard"
)

// How often the store is looked at.
const (
	idle     = 2 * time.Second        // when nothing is heard: a notification may be lost with its connection
	relisten = 500 * time.Millisecond // after the connection that hears changes is lost
	retry    = 500 * time.Millisecond // after a look that failed
)

// Run keeps the snapshot up to date until ctx ends: it looks at the store whenever a change is heard, and every two
// seconds when none is. Places go on being followed while other layers, after a publication, are read.
func (h *Holder) Run(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	all.Go(func() { h.listen(ctx) })
	behind := make(chan layer.State, 1)
	all.Go(func() { h.readWhole(ctx, behind) })
	tick := time.NewTicker(idle)
	defer tick.Stop()
	for heard := false; ; {
		if err := h.follow(ctx, heard, behind); err != nil && ctx.Err() == nil {
			pause(ctx, retry)
			h.look()
		}
		select {
		case <-ctx.Done():
			return
		case <-h.wake:
			heard = true
		case <-tick.C:
			heard = false
		}
	}
}

// follow is one look: places are caught up with here, other layers beside. When something was heard it is likely a place:
// then its change is asked for at once, which saves a question.
func (h *Holder) follow(ctx context.Context, heard bool, behind chan layer.State) error {
	began := h.o.Now()
	var state layer.State
	err := guard.Do(func() (err error) {
		known := false
		if heard {
			if state, known, err = h.hearPlaces(ctx); known || err != nil {
				return err
			}
		}
		if state, err = h.state(ctx); err == nil {
			err = h.refreshPlaces(ctx, state)
		}
		return err
	})
	if err != nil {
		h.failed(ctx, began, err)
		return err
	}
	if s := h.now.Load(); len(s.behind(state, wholeLayers()...)) == 0 && len(s.behind(state, "places")) == 0 {
		h.note(began, nil)
		return nil
	}
	select {
	case <-behind: // an older look that nobody has taken up
	default:
	}
	behind <- state
	return nil
}

// readWhole reads the layers that are behind, one look after the other.
func (h *Holder) readWhole(ctx context.Context, behind chan layer.State) {
	for {
		select {
		case <-ctx.Done():
			return
		case state := <-behind:
			began := h.o.Now()
			if err := guard.Do(func() error { return h.refreshWhole(ctx, state) }); err != nil {
				h.failed(ctx, began, err)
				pause(ctx, retry)
			}
			h.look() // the next look confirms, or tries again
		}
	}
}

// failed notes that the store could not be followed, and says so once.
func (h *Holder) failed(ctx context.Context, began time.Time, err error) {
	if ctx.Err() != nil {
		return
	}
	if _, before := h.Fresh(); before == nil {
		h.o.Log.Warn("tiles do not follow the database: what is in memory goes on being served", "error", err)
	}
	h.note(began, err)
}

// listen has the store looked at at every change, and comes back when the connection is lost.
func (h *Holder) listen(ctx context.Context) {
	lost := false
	for ctx.Err() == nil {
		err := h.src.Listen(ctx, func() {
			if lost {
				h.o.Log.Info("changes of the tiles are heard again")
				lost = false
			}
			h.look()
		})
		if !lost && ctx.Err() == nil {
			h.o.Log.Warn("lost the connection that hears changes of the tiles", "error", err)
			lost = true
		}
		pause(ctx, relisten)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
