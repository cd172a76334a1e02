package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Running is a live cluster, this process's own or a service's.
type Running struct {
	SocketDir  string // the folder of the Unix socket, private to the account of PostgreSQL
	ServicePid int    // the process that runs the cluster
	Version    string // of the server, as "15.18"
}

// DSN is the address of a database for pgx and libpq (keyword form, over the
// Unix socket, no password: the kernel tells the server who we are). Roles other
// than Superuser must stand in Options.Roles.
func (r Running) DSN(role, database string) string {
	return fmt.Sprintf("host=%s port=%d user=%s dbname=%s sslmode=disable",
		quoteDSN(r.SocketDir), port, quoteDSN(role), quoteDSN(database))
}

// Admin is the DSN of Superuser on the database "postgres", for migrations only.
func (r Running) Admin() string { return r.DSN(Superuser, "postgres") }

func quoteDSN(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// state is what a service leaves in its home for the commands beside it.
type state struct {
	ServicePid  int    `json:"service_pid"`
	PostgresPid int    `json:"postgres_pid"`
	SocketDir   string `json:"socket_dir"`
	Major       int    `json:"postgres_major"`
}

const stateFile = "state.json"

func readState(home string) (state, error) {
	var s state
	text, err := os.ReadFile(filepath.Join(home, stateFile))
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(text, &s)
}

func writeState(home string, s state) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return writeWhole(home, stateFile, append(text, '\n'))
}

func removeState(home string) error {
	err := os.Remove(filepath.Join(home, stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// attachPatience is how long Attach waits for a service that is just starting or
// whose PostgreSQL is being restarted, where ctx has no earlier end.
const attachPatience = 30 * time.Second

// Attach finds the cluster that another process runs on this data folder, and
// waits when that is just starting. It lasts as long as the other process does:
// a command that ends takes its cluster along.
//
// Errors: ErrNotRunning when there is none (then Start is the way).
func Attach(ctx context.Context, dataDir string) (Running, error) {
	home, err := resolveHome(filepath.Join(dataDir, "postgres"))
	if err != nil {
		return Running{}, err
	}
	if home == "" {
		return Running{}, notRunning(dataDir)
	}
	ctx, cancel := context.WithTimeout(ctx, attachPatience)
	defer cancel()
	last := errors.New("sta ancora partendo / it is still starting")
	for {
		held, err := isHeld(home)
		if err != nil {
			return Running{}, fmt.Errorf("non posso guardare i dati di Atlante in %s: usa lo stesso utente del servizio, o root / cannot look at the data of Atlante: be the service's user, or root: %w", home, err)
		}
		if !held {
			return Running{}, notRunning(dataDir)
		}
		if s, err := readState(home); err == nil {
			r := Running{SocketDir: s.SocketDir, ServicePid: s.ServicePid}
			if r.Version, err = r.ask(ctx); err == nil {
				return r, nil
			}
			last = err
		}
		if errors.Is(last, fs.ErrPermission) || ctx.Err() != nil {
			return Running{}, fmt.Errorf("il servizio (pid %d) non risponde a questo utente / the service does not answer this user: %w", lockPid(home), last)
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func notRunning(dataDir string) error {
	return fmt.Errorf("%w: %s", ErrNotRunning, dataDir)
}

// ask connects once, and gives the version of the server that answers.
func (r Running) ask(ctx context.Context) (string, error) {
	conn, err := pgx.Connect(ctx, r.Admin())
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	return serverVersion(conn), nil
}

// serverVersion leaves out the name of the distribution.
func serverVersion(conn *pgx.Conn) string {
	version, _, _ := strings.Cut(conn.PgConn().ParameterStatus("server_version"), " ")
	return version
}
