package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

type gapsCmd struct {
	Kind      string `default:"portineria" help:"Tipo di luogo / kind."`
	Territory string `default:"mountain" enum:"mountain,inner" help:"mountain o inner."`
	Planned   bool   `help:"Con le aperture previste / with the planned openings."`
	Limit     int    `default:"20" help:"Quante, da 1 a 1000 / how many."`
	Lang      string `default:"it" enum:"it,en" help:"Lingua delle ragioni / language of the reasons."`
}

func (c *gapsCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	if c.Limit < 1 || c.Limit > wire.ListMax {
		return fmt.Errorf("%w: --limit va da 1 a %d, non %d / goes from 1 to %d", errUsage, wire.ListMax, c.Limit, wire.ListMax)
	}
	return with(ctx, s, quiet(s, log), func(d *database) error {
		kinds, err := d.Kinds(ctx)
		if err != nil {
			return err
		}
		kind, err := kindNamed(kinds, c.Kind)
		if err != nil {
			return err
		}
		f := cover.GapFilter{Kinds: []geo.KindID{kind.ID}, Territory: geo.Territory(c.Territory), Page: geo.Page{Limit: c.Limit}}
		if c.Planned {
			f.Scenario = cover.ScenarioPlanned
		}
		gaps, next, err := d.Gaps(ctx, f)
		if err != nil {
			return err
		}
		c.tell(kind, gaps, next != "", out)
		p, err := d.Publication(ctx)
		if errors.Is(err, geo.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		out.say("%s", timesOf(p))
		return nil
	})
}

func (c *gapsCmd) tell(kind geo.Kind, gaps []cover.Gap, more bool, out *console) {
	for _, g := range gaps {
		out.say("%3d  %-14s %s\n     %s", g.Rank, g.ID, g.Name, cover.Reason(g, kind, c.Lang))
	}
	switch {
	case more:
		out.say("… ce ne sono altre: --limit / more")
	case len(gaps) > 0:
	case kind.ByArea:
		out.say("%s serve un'area, non si raggiunge in minuti: un'area scoperta c'è solo dove si sa che i comuni stanno fuori da ogni area servita, e qui non risulta. Comune per comune: /comuni?kind=%s / a kind that serves an area has gaps only where comuni are known to lie outside.", kind.NameIT, kind.ID)
	default:
		out.say("Nessuna area scoperta per %s / no underserved area.", kind.PluralIT)
	}
}

// kindNamed finds a kind by its short name; the error lists those that there are.
func kindNamed(kinds []geo.Kind, name string) (geo.Kind, error) {
	var known []string
	for _, k := range kinds {
		if string(k.ID) == name {
			return k, nil
		}
		known = append(known, string(k.ID))
	}
	return geo.Kind{}, fmt.Errorf("%w: il tipo %q non c'è; scegli tra %s / no such kind", errUsage, name, strings.Join(known, ", "))
}

// quiet lets only warnings through, so that a list on a terminal stays a list;
// with --log-level=DEBUG everything is told.
func quiet(s *Settings, log *slog.Logger) *slog.Logger {
	if s.LogLevel < slog.LevelInfo {
		return log
	}
	return slog.New(warnings{log.Handler()})
}

// warnings is a handler that drops what is less than a warning.
type warnings struct{ slog.Handler }

func (h warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

func (h warnings) WithAttrs(a []slog.Attr) slog.Handler { return warnings{h.Handler.WithAttrs(a)} }

func (h warnings) WithGroup(name string) slog.Handler { return warnings{h.Handler.WithGroup(name)} }
