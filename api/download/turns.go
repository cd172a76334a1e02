package download

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"atlante/api/wire"
)

// turns shares out the making of files and the room for them. A file is made by
// itself, at the speed of the database, then sent at that of the client, who
// holds no turn and no connection meanwhile.
type turns struct {
	making chan struct{} // one for each file in the making
	wait   time.Duration // for a turn
	room   atomic.Int64  // bytes that may yet lie in temporary files

	mu    sync.Mutex
	guest map[netip.Addr]*guest
}

// guest is an address that files are made for or sent to.
type guest struct {
	files int           // of which some wait, one is made, others are on their way
	turn  chan struct{} // one file at a time is made for it
}

func newTurns(wait time.Duration, room int64) *turns {
	t := &turns{making: make(chan struct{}, AtOnce), wait: wait, guest: map[netip.Addr]*guest{}}
	t.room.Store(room)
	return t
}

// enter counts a file of an address until leave.
func (t *turns) enter(who netip.Addr) (g *guest, leave func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	g = t.guest[who]
	if g == nil {
		g = &guest{turn: make(chan struct{}, 1)}
		t.guest[who] = g
	}
	if g.files >= PerAddress {
		return nil, nil, wire.Busy(wire.Text{IT: "da questo indirizzo sono già in corso tutti i download che si possono avere insieme: attendi che uno finisca", EN: "this address already has as many downloads under way as it may have at once: wait until one is over"})
	}
	g.files++
	return g, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if g.files--; g.files == 0 {
			delete(t.guest, who)
		}
	}, nil
}

// take waits for the turn of a guest, and done gives it back.
func (t *turns) take(ctx context.Context, g *guest) (done func(), err error) {
	timer := time.NewTimer(t.wait)
	defer timer.Stop()
	taken := make([]chan struct{}, 0, 2)
	done = func() {
		for _, c := range taken {
			<-c
		}
	}
	for _, c := range []chan struct{}{g.turn, t.making} {
		select {
		case c <- struct{}{}:
			taken = append(taken, c)
		case <-ctx.Done():
			done()
			return nil, ctx.Err()
		case <-timer.C:
			done()
			return nil, wire.Busy(wire.Text{IT: "si stanno preparando altri file: riprova tra poco", EN: "other files are being made: try again shortly"})
		}
	}
	return done, nil
}
