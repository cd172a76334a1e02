package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is one life of the postmaster, the first process of PostgreSQL.
type process struct {
	pid     int
	started time.Time
	out     *serverLog
	done    chan struct{} // closed when it has ended and been waited for
	err     error         // how it ended; read after done
}

// spawn starts the postmaster from a goroutine that keeps its thread of the
// operating system until the child has ended: the kernel sends the death signal
// when that thread goes, and Go would otherwise end idle threads.
func spawn(ctx context.Context, cmd *exec.Cmd, out *serverLog) (*process, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = w, w
	p := &process{out: out, done: make(chan struct{})}
	began := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		_ = w.Close() // the child has its own
		if err == nil {
			p.pid, p.started = cmd.Process.Pid, time.Now()
		}
		began <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.done)
		}
	}()
	if err := <-began; err != nil {
		_ = r.Close()
		return nil, err
	}
	go out.read(ctx, r) // ends when the last process of the server closes the pipe
	return p, nil
}

// ended tells without waiting.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// signal reaches the postmaster only while it has not been waited for, so that a
// reused pid is never hit: Wait runs in this very process.
func (p *process) signal(s syscall.Signal) {
	if !p.ended() {
		_ = syscall.Kill(p.pid, s)
	}
}

// launch starts the postmaster and waits until it takes connections. Called by
// Start and, after a death, by Supervise.
func (c *Cluster) launch(ctx context.Context) error {
	c.launching.Lock()
	defer c.launching.Unlock()
	if c.life.Err() != nil {
		return c.life.Err()
	}
	if err := c.clearLeftovers(ctx); err != nil {
		return err
	}
	if err := c.writeAccess(); err != nil {
		return err
	}
	// The server outlives ctx; Stop ends it by signals, not by a context.
	cmd := c.keeper.command(context.WithoutCancel(ctx), syscall.SIGINT, filepath.Join(c.install.Bin, "postgres"), c.arguments()...)
	p, err := spawn(c.life, cmd, newServerLog(c.log))
	if err != nil {
		return fmt.Errorf("PostgreSQL non parte / PostgreSQL does not start: %w", err)
	}
	c.mu.Lock()
	c.proc = p
	c.mu.Unlock()
	if err := c.awaitReady(ctx, p); err != nil {
		c.halt(ctx)
		return err
	}
	return writeState(c.home, state{
		ServicePid: os.Getpid(), PostgresPid: p.pid, SocketDir: c.SocketDir, Major: c.install.Major,
	})
}

// awaitReady reads the last line of postmaster.pid, where PostgreSQL says so. No
// time-out of its own: recovery after a crash may take long, and killing it
// would only make it start over.
func (c *Cluster) awaitReady(ctx context.Context, p *process) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	word := time.NewTicker(5 * time.Second)
	defer word.Stop()
	for {
		select {
		case <-p.done:
			return fmt.Errorf("PostgreSQL si è fermato all'avvio / PostgreSQL stopped while starting: %w\n%s", p.err, p.out.last())
		case <-ctx.Done():
			return ctx.Err()
		case <-c.life.Done():
			return c.life.Err()
		case <-word.C:
			c.log.Info("PostgreSQL is still starting, perhaps recovering from a crash", "for", time.Since(p.started).Round(time.Second))
		case <-tick.C:
			if pid, status := readPidFile(c.data()); pid == p.pid && status == "ready" {
				return nil
			}
		}
	}
}

// readPidFile gives the pid and the status of postmaster.pid, zero values when
// there is none.
func readPidFile(data string) (pid int, status string) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return 0, ""
	}
	lines := strings.Split(string(text), "\n")
	pid, _ = strconv.Atoi(strings.TrimSpace(lines[0]))
	if len(lines) >= 8 {
		status = strings.TrimSpace(lines[7])
	}
	return pid, status
}

// quitPatience is how long an immediate shutdown may take.
const quitPatience = 5 * time.Second

// halt ends the running postmaster: fast shutdown, then immediate, then the
// kernel's. Returns an error when it did not end gracefully.
func (c *Cluster) halt(ctx context.Context) error {
	p := c.current()
	if p == nil {
		return nil
	}
	p.out.quiet()
	deadline := time.Now().Add(c.opt.StopTimeout)
	if d, ok := ctx.Deadline(); ok && ctx.Err() == nil && d.Before(deadline) {
		deadline = d
	}
	p.signal(syscall.SIGINT)
	graceful := p.endsBefore(time.Until(deadline))
	if !graceful {
		c.log.Warn("PostgreSQL does not stop in time; making it quit at once")
		p.signal(syscall.SIGQUIT)
		if !p.endsBefore(quitPatience) {
			p.signal(syscall.SIGKILL)
			<-p.done
		}
	}
	if err := c.clearLeftovers(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	if !graceful {
		return errors.New("PostgreSQL fermato di forza: al prossimo avvio ripartirà dal suo registro / PostgreSQL was stopped by force: it will recover from its log at the next start")
	}
	return nil
}

func (p *process) endsBefore(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-p.done:
		return true
	case <-timer.C:
		return p.ended()
	}
}
