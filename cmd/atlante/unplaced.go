package main

import (
	"context"
	"log/slog"

	"atlante/geo"
)

type unplacedCmd struct{}

func (c *unplacedCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, quiet(s, log), func(d *database) error {
		places, _, err := d.Places(ctx, geo.PlaceFilter{Unlocated: true})
		if err != nil {
			return err
		}
		for _, p := range places {
			where, note := p.ComuneName, ""
			if where == "" {
				where = "comune non noto"
			}
			if p.Note != "" {
				note = ": " + p.Note
			}
			out.say("%s  %-18s %s (%s)%s", p.ID, p.Kind, p.Name, where, note)
		}
		out.say("%d luoghi senza posizione: per ognuno manca il comune o l'indirizzo / places without a position.", len(places))
		return nil
	})
}
