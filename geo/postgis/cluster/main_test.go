package cluster

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// The test binary starts itself again as a process that can be killed, or that
// runs as another user. The variable says what it does then.
const (
	helperMode = "CLUSTER_TEST_HELPER"
	helperDir  = "CLUSTER_TEST_DIR"
)

func TestMain(m *testing.M) {
	switch os.Getenv(helperMode) {
	case "":
		os.Exit(m.Run())
	case "hold":
		os.Exit(helpHold(os.Getenv(helperDir)))
	case "life":
		os.Exit(helpLife(os.Getenv(helperDir)))
	case "attach":
		_, err := Attach(context.Background(), os.Getenv(helperDir))
		fmt.Println(err)
	}
}

// helpHold runs a cluster until it is killed, or stops it on an interrupt.
func helpHold(dir string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	c, err := Start(ctx, Options{DataDir: dir, ForTests: true})
	if err != nil {
		fmt.Println("error:", err)
		return 1
	}
	fmt.Println("ready")
	<-ctx.Done()
	if err := c.Stop(ctx); err != nil {
		fmt.Println("error:", err)
		return 1
	}
	return 0
}

// helpLife goes through a whole durable life: start, PostGIS, stop.
func helpLife(dir string) int {
	ctx := context.Background()
	c, err := Start(ctx, Options{DataDir: dir})
	if err != nil {
		fmt.Println("error:", err)
		return 1
	}
	version, err := postgisVersion(ctx, c)
	if stopErr := c.Stop(ctx); err == nil {
		err = stopErr
	}
	if err != nil {
		fmt.Println("error:", err)
		return 1
	}
	fmt.Println("PostGIS", version)
	return 0
}

func postgisVersion(ctx context.Context, c *Cluster) (string, error) {
	conn, err := pgx.Connect(ctx, c.Admin())
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	var version string
	if _, err = conn.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS postgis"); err == nil {
		err = conn.QueryRow(ctx, "SELECT postgis_lib_version()").Scan(&version)
	}
	return version, err
}

func needPostgres(t *testing.T) {
	t.Helper()
	if _, err := choose(Installed(t.Context()), 0); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("serve PostgreSQL con PostGIS / needs PostgreSQL with PostGIS:", err)
	}
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("serve root per cambiare utente / needs root to change the user")
	}
}

// openDir is a folder that the account of PostgreSQL can enter, unlike that of
// t.TempDir, when root runs the tests.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cluster-test-")
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// start gives a fast cluster that ends with the test.
func start(t *testing.T, o Options) *Cluster {
	t.Helper()
	o.ForTests = true
	return startDurable(t, o)
}

func startDurable(t *testing.T, o Options) *Cluster {
	t.Helper()
	needPostgres(t)
	if o.Log == nil {
		o.Log = testLog(t)
	}
	c, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
		noProcess(t, c.home)
	})
	return c
}

func testLog(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
}

func stop(t *testing.T, c *Cluster) {
	t.Helper()
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func exec1(t *testing.T, dsn, sql string) {
	t.Helper()
	conn := connect(t, dsn)
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func query1[T any](t *testing.T, dsn, sql string) T {
	t.Helper()
	var v T
	if err := connect(t, dsn).QueryRow(t.Context(), sql).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func noProcess(t *testing.T, home string) {
	t.Helper()
	if left := awaitNone(t.Context(), home, 0); len(left) > 0 {
		t.Errorf("processes left behind in %s: %v", home, left)
	}
}

// hold starts a process of its own that runs a cluster, and returns when it is ready.
func hold(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	needPostgres(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperMode+"=hold", helperDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		within(t, 10*time.Second, "PostgreSQL ends with its program", func() bool {
			return len(serverProcesses(filepath.Join(dir, "postgres"))) == 0
		})
	})
	line, _ := bufio.NewReader(out).ReadString('\n')
	if line != "ready\n" {
		t.Fatalf("helper: %s", line)
	}
	return cmd
}

// helper prepares a run of the test binary as another user, from a copy of the test
// binary where that user can read it.
func helper(t *testing.T, mode string, uid, gid uint32, dir string) *exec.Cmd {
	t.Helper()
	needRoot(t)
	needPostgres(t)
	binary, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(openDir(t), "cluster-helper")
	if err := os.WriteFile(program, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/bin:/bin", helperMode + "=" + mode, helperDir + "=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	return cmd
}

func within(t *testing.T, patience time.Duration, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

func mustContain(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q does not say %q", text, p)
		}
	}
}
