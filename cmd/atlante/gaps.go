package main

import (
	"context"
	"log/slog"

	"atlante/geo"
	"atlante/geo/cover"
)

type gapsCmd struct {
	Kind      string `default:"portineria" help:"Tipo di luogo / kind."`
	Territory string `default:"mountain" enum:"mountain,inner" help:"mountain o inner."`
	Planned   bool   `help:"Con le aperture previste / with the planned openings."`
	Limit     int    `default:"20" help:"Quante / how many."`
	Lang      string `default:"it" enum:"it,en" help:"Lingua delle ragioni / language of the reasons."`
}

func (c *gapsCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	kind, err := geo.ParseKindID(c.Kind)
	if err != nil {
		return err
	}
	return with(ctx, s, log, func(d *database) error {
		kinds, err := d.Kinds(ctx)
		if err != nil {
			return err
		}
		f := cover.GapFilter{Kinds: []geo.KindID{kind}, Territory: geo.Territory(c.Territory), Page: geo.Page{Limit: c.Limit}}
		if c.Planned {
			f.Scenario = cover.ScenarioPlanned
		}
		gaps, next, err := d.Gaps(ctx, f)
		if err != nil {
			return err
		}
		for _, g := range gaps {
			for _, k := range kinds {
				if k.ID == g.Kind {
					out.say("%3d  %-14s %s\n     %s", g.Rank, g.ID, g.Name, cover.Reason(g, k, c.Lang))
				}
			}
		}
		if next != "" {
			out.say("… ce ne sono altre: --limit / more")
		}
		return nil
	})
}
