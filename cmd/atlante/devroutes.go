package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/travel"
	"atlante/geo/work"
)

type devRoutesCmd struct {
	Pairs int       `default:"200" help:"Quante coppie / how many pairs."`
	Out   string    `required:"" help:"Pagina Markdown da scrivere / page to write."`
	Roads inputFile `help:"Strade di questo file tra le sue località, invece di quelle in uso tra i municipi / roads of a file, between its villages."`
}

// routePage is what a table of routes is made of.
type routePage struct {
	head   string
	graphs map[geo.Mode]*road.Graph
	stops  []work.Stopover
}

// Run writes a table of pairs of villages with their times by car and on foot.
func (c *devRoutesCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	if c.Pairs < 1 || c.Pairs > maxPairs {
		return geo.Invalid("--pairs %d: da 1 a %d / from 1 to %d", c.Pairs, maxPairs, maxPairs)
	}
	if c.Roads == "" {
		return with(ctx, s, log, func(d *database) error {
			p, err := inUse(ctx, d)
			if err != nil {
				return err
			}
			return c.write(ctx, p, out)
		})
	}
	f, err := readRoads(ctx, string(c.Roads), out, geo.ModeCar, geo.ModeFoot)
	if err != nil {
		return err
	}
	return c.write(ctx, routePage{head: headOfFile(filepath.Base(string(c.Roads)), f), graphs: f.graphs, stops: f.villages}, out)
}

func (c *devRoutesCmd) write(ctx context.Context, p routePage, out *console) error {
	times, err := work.Routes(ctx, p.graphs, p.stops, work.ChoosePairs(len(p.stops), c.Pairs), travel.DefaultParameters(), out.progress("Percorsi / routes"))
	if err != nil {
		return err
	}
	f, err := os.Create(c.Out)
	if err != nil {
		return err
	}
	if err := errors.Join(writeRoutes(f, p, times), f.Close()); err != nil {
		return err
	}
	out.say("Scritto / written: %s, %d coppie / pairs.", c.Out, len(times))
	return nil
}

// inUse takes the roads of the database and the seats of the comuni.
func inUse(ctx context.Context, d *database) (routePage, error) {
	v, err := d.ActiveGraph(ctx)
	if err != nil {
		return routePage{}, err
	}
	p := routePage{graphs: map[geo.Mode]*road.Graph{}}
	for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
		if p.graphs[mode], err = d.ReadGraph(ctx, v.ID, mode); err != nil {
			return p, err
		}
	}
	comuni, _, err := d.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return p, err
	}
	p.stops = work.Seats(comuni)
	p.head = fmt.Sprintf("Roads in use, version %d: %s, data of %s.%s", v.ID, v.File, dayOf(v), syntheticWord(v.Synthetic))
	c, err := d.LatestEngineComparison(ctx, v)
	switch {
	case errors.Is(err, geo.ErrNotFound):
		p.head += " Not validated against another engine."
	case err != nil:
		return p, err
	default:
		p.head += fmt.Sprintf(" Compared with %s on %s over %d pairs: relative error %.1f %% (median), %.1f %% (p90).",
			c.Engine, c.At.Format(time.DateOnly), c.Compared, 100*c.Median, 100*c.P90)
	}
	return p, nil
}

func syntheticWord(synthetic bool) string {
	if synthetic {
		return " **SYNTHETIC: made by a program, these roads do not exist.**"
	}
	return ""
}

// headOfFile says what the file holds and what was made of it.
func headOfFile(name string, f roadFile) string {
	r := f.extract.Report
	var b strings.Builder
	fmt.Fprintf(&b, "Roads of `%s`, data of %s.%s Not validated against another engine.\n\n", name, f.extract.Date.Format(time.DateOnly), syntheticWord(f.extract.Synthetic))
	fmt.Fprintf(&b, "In the file %d nodes, %d ways, %d relations; of roads %d nodes and %d ways; refused %d (%d without all of their nodes, %d too short, %d with impossible coordinates).\n\n",
		r.Nodes, r.Ways, r.Relations, r.RoadNodes, r.RoadWays, r.Refused(), r.MissingNodes, r.TooShort, r.Impossible)
	b.WriteString("| graph | ways | nodes | edges | arcs | km | components | share of nodes in the largest | edges closed in winter |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
		g := f.reports[mode]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %.0f | %d | %.1f %% | %d |\n", modeName(mode), g.Ways, g.Nodes, g.Edges, g.Arcs, g.Km, g.Components, 100*g.Largest, g.Winter)
	}
	return b.String()
}

// writeRoutes writes the page. Minutes are rounded up, as everywhere.
func writeRoutes(w io.Writer, p routePage, times []work.RouteTimes) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Times between %d pairs of villages\n\nWritten by `atlante dev routes`; do not edit. %s\n\n", len(times), p.head)
	b.WriteString("Minutes from the first to the second as everywhere in Atlante: the walk to the road and from it at 1.3 m/s, the way, and 2 minutes to park by car; roads closed in winter are closed. Km as the crow flies; © OpenStreetMap contributors, ODbL, where the roads are real.\n\n")
	b.WriteString("| from | to | km | by car | on foot |\n|---|---|--:|--:|--:|\n")
	for _, t := range times {
		fmt.Fprintf(&b, "| %s | %s | %.1f | %s | %s |\n", cellText(p.stops[t.From].Name), cellText(p.stops[t.To].Name), t.Km, minutesText(t.Car), minutesText(t.Foot))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cellText keeps a name from a file inside its cell.
func cellText(name string) string { return strings.NewReplacer("|", "/", "\n", " ").Replace(name) }

func minutesText(minutes float64) string {
	if math.IsInf(minutes, 1) {
		return "no way"
	}
	return fmt.Sprintf("%.0f", math.Ceil(minutes))
}
