package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/work"
)

type coverageCmd struct {
	Compute coverageComputeCmd `cmd:"" help:"Ricalcola e pubblica / recompute and publish."`
}

type coverageComputeCmd struct{}

func (c *coverageComputeCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, log, func(d *database) error {
		if err := begin(ctx, s, d, log, out); err != nil {
			return err
		}
		return recompute(ctx, d, out)
	})
}

// recomputeNow recomputes when the figures are stale and no service is running
// that does it by itself.
func recomputeNow(ctx context.Context, s *Settings, d *database, out *console) error {
	// With DATABASE_URL nobody knows whether a service is running: whoever is first publishes.
	if d.cluster == nil && s.DatabaseURL == "" {
		out.say("Il servizio in funzione ricalcola la copertura da sé / the running service recomputes.")
		return nil
	}
	p, err := d.Publication(ctx)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return err
	}
	if err == nil && !p.Stale {
		return nil
	}
	if err := recompute(ctx, d, out); !errors.Is(err, geo.ErrConflict) {
		return err
	}
	out.say("La copertura è stata appena ricalcolata dal servizio / the service has just published.")
	return nil
}

func recompute(ctx context.Context, d *database, out *console) error {
	began := time.Now()
	id, err := work.Recompute(ctx, d.Store, recomputation(out))
	if err != nil {
		return err
	}
	out.say("Copertura pubblicata: versione %d in %.1f s / published.", id, time.Since(began).Seconds())
	p, err := d.Publication(ctx)
	if err != nil {
		return err
	}
	out.say("  %s", timesOf(p))
	return nil
}

// timesOf says where the travel times of a publication come from.
func timesOf(p cover.Publication) string {
	switch {
	case p.Graph == nil:
		return "tempi stimati, senza strade / times are estimates, without roads"
	case p.Graph.Synthetic:
		return fmt.Sprintf("tempi su una rete SINTETICA (%s, versione %d): nessuno è vero / times along SYNTHETIC roads, none is real", p.Graph.File, p.Graph.ID)
	}
	return fmt.Sprintf("tempi sulle strade di %s, versione %d / times along roads", p.Graph.File, p.Graph.ID)
}

// recomputation is the one that the service and all commands share.
func recomputation(out *console) work.Recomputation {
	return work.Recomputation{Parameters: cover.DefaultParameters(), Now: time.Now, Progress: out.progress("Calcolo / computing")}
}
