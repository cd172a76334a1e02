// Package cluster keeps the private PostgreSQL + PostGIS of Atlante: it finds
// an installed PostgreSQL, makes a data folder, runs the server as a child
// process that listens on a Unix socket only, restarts it when it dies and
// stops it without leaving a process behind.
//
// On disk, below Options.DataDir:
//
//	postgres/            the home of the cluster; a symbolic link when DataDir is out of reach of the account that runs PostgreSQL
//	postgres/lock        held by the one Atlante that runs the cluster; its pid is inside
//	postgres/state.json  where the live cluster answers, for commands beside a service (Attach)
//	postgres/hba.conf    who may connect, ident.conf: as which role
//	postgres/data/       the files of PostgreSQL
//	postgres/run/        the socket, where its path is short enough
//
// Linux only: the death signal and /proc are what makes it leave nothing behind.
package cluster

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Superuser is the role that owns the cluster. Only it can create the PostGIS
// extension; the service itself works with lesser roles.
const Superuser = "postgres"

// Options say where and how a cluster runs. Only DataDir is required.
type Options struct {
	DataDir string       // made when absent; relative paths are taken from the working directory
	Log     *slog.Logger // nil: silent

	// Roles may be connected as, besides Superuser, by the account that runs
	// Atlante, by root and by postgres. They need not exist yet. Names of lower
	// case letters, digits and underscores.
	Roles []string

	// ForTests gives up durability for speed, and so skips the check for it.
	// As root, make DataDir one that other accounts can enter (mode 0711 on a
	// folder of os.MkdirTemp): test data are not put elsewhere unasked.
	ForTests bool

	// Settings of PostgreSQL that go over the defaults of this package.
	Settings map[string]string

	// Reachable is where a cluster started by root goes when the account
	// that runs PostgreSQL cannot enter DataDir, as below a home of mode 0700.
	// Default /var/lib/atlante; none with ForTests.
	Reachable string

	// StopTimeout is how long Stop lets PostgreSQL write its last checkpoint
	// before it is made to quit at once. Default 20 s.
	StopTimeout time.Duration
}

// Cluster is a PostgreSQL that this process runs. Safe for concurrent use.
type Cluster struct {
	Running
	opt     Options
	log     *slog.Logger
	keeper  keeper
	home    string
	install Installation
	lock    *flock.Flock

	life context.Context // ends when Stop is called
	end  context.CancelFunc

	launching sync.Mutex // one launch or stop at a time; guards closed
	closed    bool       // the folder may be another process's now
	mu        sync.Mutex // guards proc
	proc      *process
}

// Start makes the cluster when there is none, stops or clears away what a crash
// left behind, starts PostgreSQL and waits until it answers. ctx bounds the
// start only: the server lives until Stop.
//
// Errors: ErrHeld when another Atlante runs this folder, ErrNoPostgres when
// nothing fitting is installed, ErrNotDurable when its configuration could lose
// committed data.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	home, k, err := settle(ctx, o)
	if err != nil {
		return nil, err
	}
	lock, err := takeLock(ctx, home)
	if err != nil {
		return nil, err
	}
	c := &Cluster{Running: Running{ServicePid: os.Getpid()}, opt: o, log: o.Log, keeper: k, home: home, lock: lock}
	c.life, c.end = context.WithCancel(context.WithoutCancel(ctx))
	if err := c.open(ctx); err != nil {
		c.end()
		c.close()
		return nil, err
	}
	return c, nil
}

// open takes a locked home to an answering server.
func (c *Cluster) open(ctx context.Context) error {
	began := time.Now()
	previous, _ := readState(c.home)
	if err := removeState(c.home); err != nil {
		return err
	}
	major, err := dataVersion(c.data())
	if err != nil {
		return err
	}
	if c.install, err = choose(Installed(ctx), major); err != nil {
		return err
	}
	if err := c.clearLeftovers(ctx); err != nil {
		return err
	}
	if major == 0 {
		if err := c.create(ctx); err != nil {
			return err
		}
	}
	if c.SocketDir, err = socketDir(c.home, previous.SocketDir, c.keeper); err != nil {
		return err
	}
	if err := c.launch(ctx); err != nil {
		return err
	}
	if err := c.verify(ctx); err != nil {
		c.halt(ctx)
		return err
	}
	c.log.Info("PostgreSQL ready", "version", c.Version, "folder", c.data(), "account", c.keeper.name,
		"new", major == 0, "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// Stop ends PostgreSQL, gracefully within Options.StopTimeout or the deadline of
// ctx, whichever comes first, else at once (the next start then recovers from
// the log; nothing committed is lost). No process is left behind. A ctx that has
// ended before the call shortens nothing. Stop may be called again.
func (c *Cluster) Stop(ctx context.Context) error {
	c.end()
	c.launching.Lock()
	defer c.launching.Unlock()
	if c.closed {
		return nil
	}
	err := c.halt(ctx)
	c.close()
	return err
}

// close gives the folder back: whoever starts next finds nothing of ours.
func (c *Cluster) close() {
	_ = removeState(c.home)
	if c.SocketDir != "" {
		dropSocketDir(c.home, c.SocketDir)
	}
	c.closed = true
	_ = c.lock.Unlock()
}

func (c *Cluster) data() string { return filepath.Join(c.home, "data") }

func (c *Cluster) current() *process {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.proc
}

var roleName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

func (o Options) withDefaults() (Options, error) {
	if o.DataDir == "" {
		return o, fmt.Errorf("manca la cartella dei dati: indicala con --data-dir / no data folder: give one with --data-dir")
	}
	abs, err := filepath.Abs(o.DataDir)
	if err != nil {
		return o, err
	}
	o.DataDir = abs
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Reachable == "" && !o.ForTests {
		o.Reachable = "/var/lib/atlante"
	}
	if o.StopTimeout <= 0 {
		o.StopTimeout = 20 * time.Second
	}
	for _, r := range o.Roles {
		if !roleName.MatchString(r) {
			return o, fmt.Errorf("%q non è un nome di ruolo: lettere minuscole, cifre e _ / is not a role name: lower case letters, digits and _", r)
		}
	}
	return o, nil
}
