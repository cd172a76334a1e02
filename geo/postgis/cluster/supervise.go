package cluster

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// steady is how long PostgreSQL must have run for its next death to count as the
// first.
const steady = time.Minute

// Supervise restarts PostgreSQL whenever it dies, soon the first time and
// with growing pauses (up to 30 s) while it keeps dying. It blocks, and returns
// nil when ctx ends or Stop was called. The socket stays where it is, so pools
// connect again by themselves.
func (c *Cluster) Supervise(ctx context.Context) error {
	pauses := backoff.ExponentialBackOff{
		InitialInterval: 200 * time.Millisecond, RandomizationFactor: 0.3, Multiplier: 2, MaxInterval: 30 * time.Second,
	}
	pauses.Reset()
	for {
		p := c.current()
		select {
		case <-ctx.Done():
			return nil
		case <-c.life.Done():
			return nil
		case <-p.done:
		}
		if c.life.Err() != nil || ctx.Err() != nil {
			return nil
		}
		if time.Since(p.started) > steady {
			pauses.Reset()
		}
		c.log.Error("PostgreSQL died; restarting it", "pid", p.pid, "how", p.err, "last words", p.out.last())
		if !c.relaunch(ctx, &pauses) {
			return nil
		}
	}
}

// relaunch tries until PostgreSQL answers; false when there is no need any more.
func (c *Cluster) relaunch(ctx context.Context, pauses *backoff.ExponentialBackOff) bool {
	for {
		pause := time.NewTimer(pauses.NextBackOff())
		select {
		case <-ctx.Done():
			pause.Stop()
			return false
		case <-c.life.Done():
			pause.Stop()
			return false
		case <-pause.C:
		}
		err := c.launch(ctx)
		if ctx.Err() != nil || c.life.Err() != nil {
			return false
		}
		if err == nil {
			c.log.Info("PostgreSQL is back", "pid", c.current().pid)
			return true
		}
		c.log.Error("PostgreSQL does not come back; trying again", "error", err)
	}
}
