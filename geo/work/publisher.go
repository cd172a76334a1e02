package work

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
)

// ChangeStore tells when inputs change and whether the publication is stale.
type ChangeStore interface {
	Listen(ctx context.Context, changed func()) error
	Publication(context.Context) (cover.Publication, error)
}

// Publisher keeps the published coverage up to date: it recomputes when places,
// boundaries or residents have changed, some moments after the last change.
type Publisher struct {
	Changes   ChangeStore
	Recompute func(context.Context) (int64, error)
	// Hash is that of the parameters in force: a program with other constants than
	// those of the publication makes it stale too.
	Hash  func(context.Context) (string, error)
	Log   *slog.Logger
	Quiet time.Duration // how long inputs must be still before a recomputation
	Retry time.Duration // pause after an error, and between looks when nothing is heard
}

// Run works until ctx ends.
func (p *Publisher) Run(ctx context.Context) {
	heard := make(chan struct{}, 1)
	go p.listen(ctx, heard)
	for {
		select {
		case <-ctx.Done():
			return
		case <-heard:
			p.settle(ctx, heard)
		case <-time.After(p.Retry):
		}
		if err := p.refresh(ctx); err != nil && ctx.Err() == nil {
			p.Log.Error("coverage not recomputed", "error", err)
			sleep(ctx, p.Retry)
			p.wake(heard)
		}
	}
}

// relisten is how soon after a lost connection changes are listened for again:
// PostgreSQL is back in about a second.
const relisten = 2 * time.Second

// listen passes changes on, and comes back when the connection is lost.
func (p *Publisher) listen(ctx context.Context, heard chan struct{}) {
	for ctx.Err() == nil {
		err := p.Changes.Listen(ctx, func() { p.wake(heard) })
		if ctx.Err() == nil {
			p.Log.Warn("lost the connection that hears changes", "error", err)
			sleep(ctx, min(p.Retry, relisten))
		}
	}
}

func (p *Publisher) wake(heard chan struct{}) {
	select {
	case heard <- struct{}{}:
	default:
	}
}

// patience is how long changes that keep coming may put a recomputation off.
const patience = 10 * time.Second

// settle waits until nothing more is heard for a moment.
func (p *Publisher) settle(ctx context.Context, heard chan struct{}) {
	enough := time.After(patience)
	for {
		select {
		case <-ctx.Done():
			return
		case <-enough:
			return
		case <-heard:
		case <-time.After(p.Quiet):
			return
		}
	}
}

// refresh recomputes when there is no publication, or a stale one.
func (p *Publisher) refresh(ctx context.Context) error {
	hash, err := p.Hash(ctx)
	if err != nil {
		return err
	}
	current, err := p.Changes.Publication(ctx)
	switch {
	case errors.Is(err, geo.ErrNotFound):
	case err != nil:
		return err
	case !current.Stale && current.ParametersHash == hash:
		return nil
	}
	began := time.Now()
	id, err := p.Recompute(ctx)
	if errors.Is(err, geo.ErrConflict) {
		return nil // somebody else has published; the next look tells whether that is enough
	}
	if err == nil {
		p.Log.Info("coverage published", "publication", id, "after", current.ID, "seconds", time.Since(began).Seconds())
	}
	return err
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
