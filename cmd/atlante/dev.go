package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"atlante/geo"
	"atlante/geo/ingest/facts"
	"atlante/geo/travel"
)

type devCmd struct {
	Mail            devMailCmd          `cmd:"" help:"Riceve la posta di prova in una cartella / receive mail into a folder, for trying out."`
	Bench           devBenchCmd         `cmd:"" help:"Misura il servizio e scrive una pagina / measure the service, write a page."`
	BenchTiles      devBenchTilesCmd    `cmd:"" name:"bench-tiles" help:"Misura le tessere accanto ad altri server / measure the tiles beside other servers."`
	BenchTileLoad   devTileLoadCmd      `cmd:"" name:"bench-tiles-load" hidden:"" help:"Chiede tessere / ask for tiles."`
	BenchTileEngine devTileEngineCmd    `cmd:"" name:"bench-tiles-engine" hidden:"" help:"Serve tessere senza tenerle / serve tiles and keep none."`
	Network         devNetworkCmd       `cmd:"" help:"Scrive una rete stradale sintetica / write a synthetic road network."`
	Routes          devRoutesCmd        `cmd:"" help:"Tempi tra coppie di località / times between pairs of villages."`
	CompareRoutes   devCompareRoutesCmd `cmd:"" name:"compare-routes" help:"Confronta i tempi con un motore OSRM o Valhalla / compare the times with an engine."`
	SnaiTable       devSnaiTableCmd     `cmd:"" name:"snai-table" help:"Stima contro i minuti SNAI, un comune per riga / the estimate against the SNAI minutes."`
}

type devSnaiTableCmd struct {
	Out string `required:"" help:"File CSV da scrivere / CSV to write."`
}

// Run writes a table of the estimated minutes from every seat to its SNAI pole
// against the minutes that SNAI gives, and of what the formula says without the
// comune's own residual.
func (c *devSnaiTableCmd) Run(_ context.Context, out *console) error {
	f, err := os.Create(c.Out)
	if err != nil {
		return err
	}
	if err := errors.Join(snaiTable(f), f.Close()); err != nil {
		return err
	}
	out.say("Scritto / written: %s", c.Out)
	return nil
}

func snaiTable(w io.Writer) error {
	comuni, err := facts.Comuni()
	if err != nil {
		return err
	}
	valleys, err := facts.Valleys()
	if err != nil {
		return err
	}
	passes, err := facts.Passes()
	if err != nil {
		return err
	}
	with, err := travel.NewEstimate(comuni, valleys, passes, travel.DefaultParameters())
	if err != nil {
		return err
	}
	byName := map[string]geo.Comune{}
	for _, c := range comuni {
		byName[c.Name] = c
	}
	out := csv.NewWriter(w)
	_ = out.Write([]string{"istat", "comune", "snai_class", "pole", "snai_minutes", "estimate_minutes", "difference"})
	for _, c := range comuni {
		row := []string{string(c.ID), c.Name, string(c.SNAI), c.Pole, fmt.Sprintf("%.1f", c.PoleMinutes), "", ""}
		if pole, inside := byName[c.Pole]; inside && pole.ID != c.ID {
			t, _ := with.Minutes(c.Seat, c.ID, pole.Seat, pole.ID, geo.ModeCar)
			row[5] = fmt.Sprintf("%.1f", t)
			row[6] = fmt.Sprintf("%+.1f", math.Round((t-c.PoleMinutes)*10)/10)
		}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}
