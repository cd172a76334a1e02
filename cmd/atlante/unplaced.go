package main

import (
	"context"
	"log/slog"

	"atlante/geo"
)

type unplacedCmd struct{}

func (c *unplacedCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, log, func(d *database) error {
		places, _, err := d.Places(ctx, geo.PlaceFilter{Unlocated: true})
		if err != nil {
			return err
		}
		for _, p := range places {
			out.say("%s  %-18s %s (%s)", p.ID, p.Kind, p.Name, p.Note)
		}
		out.say("%d luoghi senza posizione: per ognuno manca il comune o l'indirizzo / places without a position.", len(places))
		return nil
	})
}
