package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// devBenchTilesCmd sets the tile engine beside servers that ask the database and
// beside nginx, on one data set, and writes a chapter about it. It has a private
// cluster in a temporary folder, unless DATABASE_URL names an empty database.
type devBenchTilesCmd struct {
	Out         string            `help:"Pagina Markdown in cui scrivere il capitolo / page to write the chapter into."`
	Peers       map[string]string `env:"PEERS" mapsep:"," placeholder:"NOME=URL,…" help:"Altri server di tessere, con {z} {x} {y} nell'indirizzo / other tile servers."`
	Keep        string            `placeholder:"CARTELLA" help:"Cartella in cui tenere i dati generati, per rifare la misura / folder to keep the generated data in."`
	Places      int               `default:"200000" help:"Luoghi generati / generated places."`
	Tiles       int               `default:"421" help:"Tessere diverse / different tiles."`
	Rounds      int               `default:"3" help:"Giri / rounds."`
	Connections int32             `default:"4" help:"Connessioni a PostgreSQL della base di confronto / connections of the baseline."`
	Growth      []int             `default:"1,10,50" help:"Quante volte i dati / how many times the data."`
	Least       float64           `help:"Fallisce se il motore non costa almeno tante volte meno CPU della base di confronto / fail unless the engine takes so many times less CPU than the baseline."`
	Profiles    string            `type:"existingdir" help:"Cartella in cui lasciare i profili della CPU / folder to leave the CPU profiles in."`
	Only        string            `enum:"all,data,cold,warm,where,fresh,growth,tricks" default:"all" help:"Solo una parte / only one part."`
}

// tileBench is one run.
type tileBench struct {
	devBenchTilesCmd
	settings    *Settings
	log         *slog.Logger
	out         *console
	d           *database
	dir         string // for files of this run
	data        tileData
	nginxPids   []int
	variantPids []int
	threads     threads
	page        strings.Builder
}

func (c *devBenchTilesCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) (err error) {
	dir, err := os.MkdirTemp("", "atlante-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o755); err != nil { // the accounts that run PostgreSQL and nginx must be able to pass
		return err
	}
	own := &Settings{DataDir: filepath.Join(dir, "d"), DatabaseURL: s.DatabaseURL, Offline: true}
	if c.Keep != "" {
		own.DataDir = c.Keep
	}
	b := &tileBench{devBenchTilesCmd: *c, settings: own, log: log, out: out, dir: dir, threads: newThreads()}
	return with(ctx, own, log, func(d *database) error {
		b.d = d
		if err := b.makeTileData(ctx); err != nil {
			return fmt.Errorf("data: %w", err)
		}
		if b.Only == "data" {
			return nil
		}
		go b.threads.run(ctx)
		return b.measureAll(ctx)
	})
}

// measureAll takes the parts in turn and writes the chapter. The tricks are a
// chapter of their own: they build the program a dozen times.
func (b *tileBench) measureAll(ctx context.Context) error {
	began := time.Now()
	chapter, measure := tileChapter, b.measureTiles
	if b.Only == "tricks" {
		chapter, measure = trickChapter, b.tricks
	}
	if err := measure(ctx); err != nil {
		return err
	}
	b.write("All of it took %.0f s to measure.\n", time.Since(began).Seconds())
	if b.Out == "" {
		b.out.say("%s", b.page.String())
		return nil
	}
	b.out.say("Scritto / written: %s", b.Out)
	return writeChapter(b.Out, chapter, b.page.String())
}

func (b *tileBench) measureTiles(ctx context.Context) error {
	if err := b.head(time.Now()); err != nil {
		return err
	}
	raw, done, err := baseline(ctx, b.d, b.Connections, b.data.kinds)
	if err != nil {
		return err
	}
	defer done()
	l, err := b.load(ctx, b.d.Store)
	if err != nil {
		return err
	}
	if err := b.sizes(ctx, raw, l); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		run  func(context.Context, rawTile, loaded) error
	}{{"cold", b.cold}, {"warm", b.warm}, {"where", b.where}, {"fresh", b.fresh}, {"growth", b.growth}} {
		if b.Only != "all" && b.Only != part.name {
			continue
		}
		if err := part.run(ctx, raw, l); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

func (b *tileBench) write(format string, args ...any) { fmt.Fprintf(&b.page, format, args...) }
