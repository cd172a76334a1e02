package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"time"

	"atlante/geo"
	"atlante/geo/ingest/osm"
	"atlante/geo/road"
	"atlante/geo/work"
)

type devCompareRoutesCmd struct {
	Engine string    `required:"" help:"Indirizzo di un server OSRM o Valhalla, come http://127.0.0.1:5000 / address of the server."`
	Kind   string    `default:"auto" enum:"auto,osrm,valhalla" help:"Che motore è / which engine."`
	Pairs  int       `default:"200" help:"Quante coppie / how many pairs."`
	Roads  inputFile `help:"Strade di questo file tra le sue località, invece di quelle in uso tra i municipi; nulla viene salvato / roads of a file, between its villages."`
}

// maxPairs keeps a mistyped number from asking a server for days.
const maxPairs = 20000

// Run sets our times by car beside those of an engine, prints what comes out and
// stores it for the page on the method.
func (c *devCompareRoutesCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	if c.Pairs < 1 || c.Pairs > maxPairs {
		return geo.Invalid("--pairs %d: da 1 a %d / from 1 to %d", c.Pairs, maxPairs, maxPairs)
	}
	if c.Roads != "" {
		return c.ofFile(ctx, out)
	}
	return with(ctx, s, log, func(d *database) error {
		if _, err := d.ActiveGraph(ctx); err != nil {
			return err
		}
		comuni, _, err := d.Comuni(ctx, geo.ComuneFilter{})
		if err != nil {
			return err
		}
		e, err := c.open(ctx, work.Seats(comuni))
		if err != nil {
			return err
		}
		r, err := work.CompareWithEngine(ctx, d.Store, e, c.Pairs, time.Now, out.progress("Confronto / comparing"))
		if err != nil {
			return err
		}
		tellComparison(r, out)
		return nil
	})
}

// ofFile compares without a database.
func (c *devCompareRoutesCmd) ofFile(ctx context.Context, out *console) error {
	f, err := readRoads(ctx, string(c.Roads), out, geo.ModeCar)
	if err != nil {
		return err
	}
	e, err := c.open(ctx, f.villages)
	if err != nil {
		return err
	}
	r, err := work.CompareTimes(ctx, f.graphs[geo.ModeCar], e, f.villages, c.Pairs, out.progress("Confronto / comparing"))
	if err != nil {
		return err
	}
	r.At, r.Synthetic = time.Now().UTC(), f.extract.Synthetic
	tellComparison(r, out)
	return nil
}

func (c *devCompareRoutesCmd) open(ctx context.Context, stops []work.Stopover) (work.EngineTimes, error) {
	if len(stops) < 2 {
		return nil, geo.Invalid("servono almeno due località / at least two points are needed")
	}
	return work.OpenEngine(ctx, httpClient(), c.Engine, c.Kind, stops[0].Point, stops[1].Point)
}

func tellComparison(c geo.EngineComparison, out *console) {
	out.say("Confronto con %s (%s), %s / compared with.", c.Engine, c.Address, c.At.Format(time.DateOnly))
	if c.Synthetic {
		out.say("  RETE SINTETICA: fatta da un programma, non mostra strade vere / SYNTHETIC network.")
	}
	out.say("  %d coppie confrontate su %d; %d solo da noi, %d solo dal motore / pairs compared, known to us only, to the engine only.",
		c.Compared, c.Asked, c.OnlyOurs, c.OnlyTheirs)
	out.say("  errore relativo: mediana %.1f %%, p90 %.1f %%; di segno: %+.1f %% / relative error: median, p90, signed median.",
		100*c.Median, 100*c.P90, 100*c.Bias)
}

// roadFile is an OpenStreetMap file with the graphs made of it.
type roadFile struct {
	extract  osm.Extract
	graphs   map[geo.Mode]*road.Graph
	reports  map[geo.Mode]road.Report
	villages []work.Stopover
}

// villageClasses are the values of place that have people and a name of their own.
var villageClasses = map[string]bool{"city": true, "town": true, "village": true, "hamlet": true}

// readRoads reads a file and makes graphs of it, without a database.
func readRoads(ctx context.Context, name string, out *console, modes ...geo.Mode) (roadFile, error) {
	in, err := os.Open(name)
	if err != nil {
		return roadFile{}, err
	}
	defer in.Close()
	size, err := in.Seek(0, io.SeekEnd)
	if err != nil {
		return roadFile{}, err
	}
	progress := out.progress("Lettura / reading")
	r := roadFile{graphs: map[geo.Mode]*road.Graph{}, reports: map[geo.Mode]road.Report{}}
	r.extract, err = osm.Read(ctx, in, size, road.DefaultProfile(), func(done, total int64) { progress(int(done>>10), int(total>>10)) })
	if err != nil {
		return r, err
	}
	for _, mode := range modes {
		r.graphs[mode], r.reports[mode] = road.Build(r.extract.Network, mode, out.progress("Grafo / graph"))
	}
	for _, h := range r.extract.Hamlets {
		if villageClasses[h.Class] {
			r.villages = append(r.villages, work.Stopover{Name: h.Name, Point: h.Point})
		}
	}
	return r, nil
}
