package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// starts runs the service as people do: on an empty folder, then again; and
// looks at its memory at rest each time.
func (b *bench) starts(ctx context.Context) error {
	first, err := b.serve(ctx)
	if err != nil {
		return err
	}
	second, err := b.serve(ctx)
	if err != nil {
		return err
	}
	b.write("## Starts\n\n`atlante serve --offline` until a page is answered and until the figures are there (`/readyz`).\n\n")
	for _, s := range []struct {
		name string
		served
	}{{"The first start, on an empty folder", first}, {"The second start", second}} {
		b.write("%s: answers after %s s, ready after %s s.\n\n", s.name, digits(s.answers), digits(s.ready))
		b.table("seconds", s.ready, []phase{
			{"PostgreSQL is made and answers", s.postgres},
			{"schema, connections, pages", s.answers - s.postgres},
			{"facts, boundaries, grid, places, first publication", s.ready - s.answers},
		})
	}
	b.memory(first, second)
	return nil
}

// served is one life of the service: seconds until it is there, and its memory.
type served struct {
	postgres, answers, ready float64
	memory
}

// serve starts the service, waits until it is ready, looks at it and ends it.
func (b *bench) serve(ctx context.Context) (s served, err error) {
	program, err := os.Executable()
	if err != nil {
		return s, err
	}
	addr, err := freeAddress()
	if err != nil {
		return s, err
	}
	cmd := exec.CommandContext(ctx, program, "serve", "--offline", "--addr", addr, "--data-dir", b.settings.DataDir)
	cmd.Env = plainEnvironment()
	cmd.Cancel, cmd.WaitDelay = func() error { return cmd.Process.Signal(os.Interrupt) }, 30*time.Second
	var told bytes.Buffer
	cmd.Stdout, cmd.Stderr = &told, &told
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return s, err
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		err = errors.Join(err, cmd.Wait())
		s.postgres = tookToStart(told.String())
		if err != nil {
			err = fmt.Errorf("%w\n%s", err, told.String())
		}
	}()
	for _, step := range []struct {
		path  string
		until *float64
	}{{"/healthz", &s.answers}, {"/readyz", &s.ready}} {
		if err := waitFor(ctx, "http://"+addr+step.path); err != nil {
			return s, err
		}
		*step.until = time.Since(began).Seconds()
	}
	s.memory, err = atRest(ctx, cmd.Process.Pid)
	return s, err
}

// plainEnvironment leaves out the settings of this process.
func plainEnvironment() []string {
	var out []string
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "ATLANTE_") && !strings.HasPrefix(pair, "DATABASE_URL=") {
			out = append(out, pair)
		}
	}
	return out
}

// freeAddress finds a port of the loopback that nobody uses, below those that the
// kernel gives to clients.
func freeAddress() (string, error) {
	for port := 18000; port < 28000; port += 7 {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return l.Addr().String(), l.Close()
		}
	}
	return "", errors.New("no free port / nessuna porta libera")
}

// waitFor asks until the answer is 200, for three minutes at most.
func waitFor(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	client := httpClient()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		if resp, err := client.Do(req); err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", address, ctx.Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

var startLine = regexp.MustCompile(`PostgreSQL ready.* took=(\S+)`)

// tookToStart reads from the log how many seconds PostgreSQL took.
func tookToStart(log string) float64 {
	m := startLine.FindStringSubmatch(log)
	if m == nil {
		return 0
	}
	d, err := time.ParseDuration(m[1])
	if err != nil {
		return 0
	}
	return d.Seconds()
}
