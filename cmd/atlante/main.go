// Command atlante is the open map of the social economy: one program that
// imports, computes, serves and checks. `atlante help` is its manual.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"atlante/geo"
)

// Exit codes: 0 done, 1 failed, 2 wrong usage.
const (
	exitDone = iota
	exitFailed
	exitUsage
)

// commandLine is the whole configuration: flags first, then environment.
type commandLine struct {
	Settings

	Serve    serveCmd    `cmd:"" help:"Avvia il servizio: mappa, pagine, API e tessere / Run the service."`
	Import   importCmd   `cmd:"" help:"Carica un file: comuni, zone, valli, strade o luoghi / Import a file."`
	Coverage coverageCmd `cmd:"" help:"Ricalcola la copertura / Recompute the coverage."`
	Gaps     gapsCmd     `cmd:"" help:"Elenca le aree montane scoperte / List the underserved areas."`
	Export   exportCmd   `cmd:"" help:"Scrive una raccolta in un file: GeoJSON, CSV, XLSX, GeoPackage, FlatGeobuf, GeoParquet / Write a collection to a file."`
	Unplaced unplacedCmd `cmd:"" help:"Elenca i luoghi senza posizione: lavoro da fare / List places without a position."`
	DB       dbCmd       `cmd:"" name:"db" help:"La base di dati: migrate, backup, restore, psql / The database."`
	Check    checkCmd    `cmd:"" help:"Verifica le regole sui dati vivi / Check all invariants on the live data."`
	Doctor   doctorCmd   `cmd:"" help:"Dice che cosa manca e la riga che lo rimedia / Say what is missing and the line that mends it."`
	User     userCmd     `cmd:"" help:"Chi ha un ruolo: add, list, remove, token, revoke / who has a role."`
	Outbox   outboxCmd   `cmd:"" help:"Dice quante mail aspettano, e perché / how many mails wait, and why."`
	Dev      devCmd      `cmd:"" help:"Per chi sviluppa: misure e tabelle / For developers."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program as a value that tests can start.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	var cli commandLine
	exit := -1
	parser, err := newParser(&cli, kong.Writers(stdout, stderr), kong.Exit(func(code int) { exit = code }))
	if err != nil {
		fmt.Fprintln(stderr, "atlante:", err)
		return exitFailed
	}
	if err := knownEnvironment(parser.Model, environ); err != nil {
		fmt.Fprintln(stderr, "atlante:", err)
		return exitUsage
	}
	if len(args) == 1 && args[0] == "help" {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exit == 0 { // --help has been printed
		return exitDone
	}
	if err != nil {
		fmt.Fprintf(stderr, "atlante: %v\n`atlante help` elenca i comandi / lists the commands\n", err)
		return exitUsage
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: cli.LogLevel}))
	k.BindTo(ctx, (*context.Context)(nil))
	k.Bind(&cli.Settings, log, &console{out: stdout, err: stderr})
	if err := k.Run(); err != nil {
		return report(err, stderr)
	}
	return exitDone
}

// newParser reads command lines into cli.
func newParser(cli *commandLine, more ...kong.Option) (*kong.Kong, error) {
	return kong.New(cli, append([]kong.Option{
		kong.Name("atlante"),
		kong.Description("La mappa aperta dell'economia sociale della Città metropolitana di Torino / the open map of the social economy."),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	}, more...)...)
}

// report prints what went wrong and gives the exit code.
func report(err error, stderr io.Writer) int {
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "Interrotto: non è stato cambiato nulla di incompleto / interrupted, nothing is half done.")
		return exitFailed
	}
	fmt.Fprintln(stderr, "atlante:", err)
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

var errUsage = errors.New("wrong usage")

// knownEnvironment refuses ATLANTE_* variables that no flag reads: a misspelled
// setting must not be ignored in silence.
func knownEnvironment(model *kong.Application, environ []string) error {
	known := map[string]bool{}
	var visit func(n *kong.Node)
	visit = func(n *kong.Node) {
		for _, f := range n.Flags {
			for _, e := range f.Envs {
				known[e] = true
			}
		}
		for _, c := range n.Children {
			visit(c)
		}
	}
	visit(model.Node)
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "ATLANTE_") && !known[name] {
			return geo.Invalid("la variabile %s non esiste: togli o correggi il nome (`atlante help` elenca quelle note) / unknown environment variable", name)
		}
	}
	return nil
}
