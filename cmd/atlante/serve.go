package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api"
	"atlante/api/wire"
	"atlante/geo/cover"
	"atlante/geo/work"
	"atlante/tiles"
	"atlante/tiles/snapshot"
)

type serveCmd struct {
	Addr      string `env:"ATLANTE_ADDR" default:"127.0.0.1:8080" help:"Indirizzo e porta / address and port."`
	PublicURL string `name:"public-url" env:"ATLANTE_PUBLIC_URL" help:"Indirizzo con cui si è raggiunti, dietro un proxy / the address people use, behind a proxy."`
	Owner     string `env:"ATLANTE_OWNER" default:"Città metropolitana di Torino" help:"Ente che pubblica / the body that publishes."`

	OwnerID string `name:"owner-id" env:"ATLANTE_OWNER_ID" help:"Codice IPA dell'ente, per il catalogo dei dati / its code in the index of public administrations, for the catalogue of data."`
	Contact string `env:"ATLANTE_CONTACT" help:"Indirizzo e-mail di chi risponde sui dati / mail address of whoever answers about the data."`

	TrustedProxies proxies `name:"trusted-proxies" env:"ATLANTE_TRUSTED_PROXIES" placeholder:"RETI" help:"Proxy che dicono per chi parlano, come 127.0.0.1,10.0.0.0/8 / proxies that say for whom they speak."`
	tileSettings
	mailSettings
}

// Validate is asked by the parser of the command line, which does not ask the parts.
func (c *serveCmd) Validate() error {
	return errors.Join(c.tileSettings.Validate(), c.mailSettings.Validate())
}

// garbage is how much may gather before it is collected, in percent of what is held.
// Most of that is the tiles, which stay: with the usual 100 a download could take as
// much again as they do.
const garbage = 60

// Run serves until it is interrupted. The pages answer as soon as the database
// does; on a first start they say that the figures are on their way.
func (c *serveCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("la porta di %s è già in uso? Scegline un'altra con --addr / cannot listen: %w", c.Addr, err)
	}
	defer listener.Close()
	d, err := openOwn(ctx, s, log)
	if err != nil {
		return err
	}
	return errors.Join(c.serve(ctx, s, d, listener, log, out), d.close())
}

func (c *serveCmd) serve(ctx context.Context, s *Settings, d *database, listener net.Listener, log *slog.Logger, out *console) error {
	public := c.PublicURL
	if public == "" {
		public = "http://" + shown(listener.Addr())
	}
	if _, err := openJournal(s); err != nil {
		return err
	}
	people, err := newPeople(ctx, s, d.Store, public, log)
	if err != nil {
		return err
	}
	holder := c.holder(d, log)
	threads := newThreads()
	handler, tiles, err := c.handler(d, holder, people, threads.tell, log)
	if err != nil {
		return err
	}
	sender, err := c.sender(public, c.Owner)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	wire.Bound(server)
	ctx, cancel := context.WithCancel(ctx)
	var background sync.WaitGroup
	defer background.Wait()
	defer cancel()
	background.Go(func() { c.tend(ctx, s, d, log, out) })
	background.Go(func() { holder.Run(ctx) })
	background.Go(func() { tiles.Run(ctx) })
	background.Go(func() { threads.run(ctx) })
	background.Go(func() { outbox(d.Store, sender, c.SMTP, log).Run(ctx) })
	background.Go(func() { prune(ctx, people.registrar, log) })
	if d.cluster != nil {
		background.Go(func() { _ = d.cluster.Supervise(ctx) })
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(wire.InOnePiece(server, listener)) }()
	out.say("Atlante: http://%s   (Ctrl-C per fermare / to stop)", shown(listener.Addr()))
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	return c.shutdown(server)
}

// shutdown lets the answers under way finish.
func (c *serveCmd) shutdown(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close()
}

// handler wires pages, API and tiles to the store. Busy is told whenever somebody wants a tile made.
func (c *serveCmd) handler(d *database, holder *snapshot.Holder, people *people, busy func(), log *slog.Logger) (chi.Router, *tiles.Service, error) {
	r := chi.NewRouter()
	r.Use(wire.Log(log, time.Now), wire.Recover(log), c.budgeted(log))
	origins := wire.Origins{Public: c.PublicURL}
	served := tiles.Mount(r, d, tiles.Options{Log: log, Origins: origins, Version: version(), Holder: holder, Cache: c.TilesCache << 20, Slots: cores, Busy: busy})
	api.Mount(r, d, api.Options{Log: log, Origins: origins, Version: version(), Now: time.Now, Started: time.Now(),
		About: api.About{Owner: c.Owner, Email: c.Contact}, Parts: parts(), Tiles: func() api.TilesStatus { return tilesStatus(served.State(), time.Now()) }})
	c.downloads(r, d, log)
	pages, err := people.handler(c)
	if err != nil {
		return nil, nil, err
	}
	r.Mount("/", pages)
	return r, served, nil
}

// tend loads the starting set on the first start, then keeps the coverage fresh.
func (c *serveCmd) tend(ctx context.Context, s *Settings, d *database, log *slog.Logger, out *console) {
	for {
		err := begin(ctx, s, d, log, out)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return
		}
		log.Error("the starting set is not loaded; trying again", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(10 * time.Second):
		}
	}
	roads := &work.Roads{} // read once a version: a place that changes repairs what was searched
	p := work.Publisher{
		Changes: d.Store, Log: log, Quiet: 300 * time.Millisecond, Retry: 30 * time.Second,
		Recompute: func(ctx context.Context) (int64, error) {
			r := recomputation(out)
			r.Roads = roads
			return work.Recompute(ctx, d.Store, r)
		},
		Hash: func(ctx context.Context) (string, error) {
			kinds, err := d.Kinds(ctx)
			return cover.DefaultParameters().Hash(kinds), err
		},
	}
	p.Run(ctx)
}

// shown is an address that a browser opens: a listener on all addresses is
// reached as localhost.
func shown(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return strings.TrimSuffix(net.JoinHostPort(host, port), ":80")
}
