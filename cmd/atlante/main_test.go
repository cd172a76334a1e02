package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"atlante/geo/postgis/cluster"
)

// built is the program of these tests and a folder that PostgreSQL can enter.
// TestMain sets it before any test.
var built struct {
	program string
	dir     string
	missing string // why there can be no cluster, "" when there can
	begun   struct {
		once sync.Once
		dir  string
		err  error
		took time.Duration
	}
}

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "atlante-cli-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	// Other accounts pass through: the one that runs PostgreSQL, and an ordinary user.
	if err := os.Chmod(dir, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	built.dir, built.program = dir, filepath.Join(dir, "atlante")
	if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", built.program, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
		return 1
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if len(cluster.Installed(ctx)) == 0 {
		built.missing = "PostgreSQL with PostGIS is not installed: run `make test`, which installs it"
		if os.Getenv("CI") != "" {
			fmt.Fprintln(os.Stderr, built.missing)
			return 1
		}
	}
	return m.Run()
}

// soak asks for the counts that the issues name, instead of reduced ones.
func soak() bool { return os.Getenv("ATLANTE_SOAK") == "1" }

// newDir makes an empty folder that PostgreSQL can enter.
func newDir(t testing.TB) string {
	t.Helper()
	if built.missing != "" {
		t.Skip(built.missing)
	}
	dir, err := os.MkdirTemp(built.dir, "t")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		nobodyLeft(t, dir, nil)
		_ = os.RemoveAll(dir)
	})
	return dir
}

// begunDir makes a data folder with the starting set, published: a copy of the
// one that the first start of the service has made.
func begunDir(t testing.TB) string {
	t.Helper()
	dir := newDir(t)
	b := &built.begun
	b.once.Do(func() { b.err = firstStart(t) })
	if b.err != nil {
		t.Fatal(b.err)
	}
	data := filepath.Join(dir, "data")
	if out, err := exec.Command("cp", "-a", b.dir, data).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return data
}

// firstStart serves an empty folder until there is a map, and stops.
func firstStart(t testing.TB) error {
	t.Helper()
	b := &built.begun
	b.err = errors.New("the first start did not come to an end")
	b.dir = filepath.Join(built.dir, "begun")
	began := time.Now()
	s := serving(t, b.dir)
	b.took = time.Since(began)
	s.signal(syscall.SIGINT)
	if r := s.wait(t, 20*time.Second); r.code != 0 {
		return fmt.Errorf("after the first start: exit %d\n%s%s", r.code, r.out, r.err)
	}
	return nil
}

// command is the program with a data folder and an environment of its own:
// nothing of ours, and no network.
func command(dataDir string, args ...string) *exec.Cmd {
	c := exec.Command(built.program, args...)
	c.Dir = built.dir
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + built.dir, "LANG=C.UTF-8", "TMPDIR=" + os.TempDir(),
		"ATLANTE_OFFLINE=1", "ATLANTE_DATA_DIR=" + dataDir}
	return c
}

// process is a running program whose words are kept.
type process struct {
	cmd  *exec.Cmd
	out  *words
	err  *words
	done chan struct{}
	fail error
}

// words are what a process writes, safe to read meanwhile.
type words struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.String()
}

// launch starts a program; it is killed at the end of the test at the latest.
func launch(t testing.TB, c *exec.Cmd) *process {
	t.Helper()
	p := &process{cmd: c, out: &words{}, err: &words{}, done: make(chan struct{})}
	c.Stdout, c.Stderr = p.out, p.err
	c.WaitDelay = 5 * time.Second
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.fail = c.Wait(); close(p.done) }()
	t.Cleanup(func() {
		p.signal(syscall.SIGKILL)
		<-p.done
	})
	return p
}

func (p *process) signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

func (p *process) pid() int { return p.cmd.Process.Pid }

// ended tells whether the process is no more.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// result is what a command did.
type result struct {
	code     int // -1 when a signal ended it
	out, err string
	state    *os.ProcessState
}

// wait gives the result, or fails the test when it takes too long.
func (p *process) wait(t testing.TB, most time.Duration) result {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(most):
		p.signal(syscall.SIGKILL)
		<-p.done
		t.Fatalf("%s has not ended within %s\n%s%s", strings.Join(p.cmd.Args[1:], " "), most, p.out, p.err)
	}
	var exit *exec.ExitError
	if p.fail != nil && !errors.As(p.fail, &exit) {
		t.Fatal(p.fail)
	}
	return result{p.cmd.ProcessState.ExitCode(), p.out.String(), p.err.String(), p.cmd.ProcessState}
}

// atlante runs a command to its end and expects an exit code.
func atlante(t testing.TB, code int, dataDir string, args ...string) result {
	t.Helper()
	r := launch(t, command(dataDir, args...)).wait(t, 4*time.Minute)
	if r.code != code {
		t.Fatalf("atlante %s: exit %d, expected %d\n%s%s", strings.Join(args, " "), r.code, code, r.out, r.err)
	}
	return r
}

// sql asks the database through `atlante db psql`.
func sql(t testing.TB, dataDir, query string) string {
	t.Helper()
	return strings.TrimSpace(atlante(t, 0, dataDir, "db", "psql", "--", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", query).out)
}
