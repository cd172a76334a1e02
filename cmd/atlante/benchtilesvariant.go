package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"atlante/geo/postgis"
	"atlante/tiles/snapshot"
)

// devTileEngineCmd serves tiles without a cache until it is told to end: one side of
// a comparison of the program with itself. DATABASE_URL names the data.
type devTileEngineCmd struct {
	Cached bool `help:"Tieni le risposte / keep the answers."`
	Times  int  `help:"Quante volte i dati; 0 è una / how many times the data; 0 is once."`
}

// Run says its address once it is ready.
func (c *devTileEngineCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	store, err := postgis.Open(ctx, s.DatabaseURL, log)
	if err != nil {
		return err
	}
	defer store.Close()
	b := &tileBench{log: log, out: out, d: &database{Store: store}, threads: newThreads()}
	var source snapshot.Source = store
	if c.Times > 1 {
		many, err := b.readCopies(ctx)
		if err != nil {
			return err
		}
		if err := many.grow(c.Times); err != nil {
			return err
		}
		source = many
	}
	l, err := b.load(ctx, source)
	if err != nil {
		return err
	}
	address, stop, err := serveTiles(b.engine(l.holder, c.Cached))
	if err != nil {
		return err
	}
	defer stop()
	go b.threads.run(ctx)
	_ = heap() // what the load has left is collected before anybody measures
	out.say("%s", address)
	<-ctx.Done()
	return nil
}

// moduleRoot is the folder of the sources that this program is built from.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Path}} {{.Dir}}").Output()
	if err != nil {
		return "", err
	}
	name, dir, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	if name != "atlante" || dir == "" {
		return "", errors.New("not the sources of atlante")
	}
	return dir, nil
}

// engineRun is how a program without a trick is run.
type engineRun struct {
	cached bool
	times  int // the data; 0 is once
}

// variant builds the program without a trick and starts it.
func (b *tileBench) variant(ctx context.Context, root string, t trick, run engineRun) (*contestant, func(), error) {
	dir, err := os.MkdirTemp(b.dir, "variant-")
	if err != nil {
		return nil, nil, err
	}
	overlay, err := t.overlay(root, dir)
	if err != nil {
		return nil, nil, err
	}
	program := filepath.Join(dir, "atlante")
	build := exec.CommandContext(ctx, "go", "build", "-ldflags=-s -w", "-overlay", overlay, "-o", program, "./cmd/atlante")
	build.Dir = root
	if told, err := build.CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("%w\n%s", err, told)
	}
	cmd := exec.CommandContext(ctx, program, "dev", "bench-tiles-engine", "--log-level", "ERROR", fmt.Sprintf("--cached=%t", run.cached), fmt.Sprintf("--times=%d", run.times))
	cmd.Env, cmd.Stderr = append(plainEnvironment(), "DATABASE_URL="+b.d.login), os.Stderr // the address may hold a password: not among the arguments, which all can read
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	told, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	end := func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() }
	address, err := bufio.NewReader(told).ReadString('\n')
	if err != nil {
		end()
		return nil, nil, fmt.Errorf("the service does not start: %w", err)
	}
	c := newContestant(t.name, strings.TrimSpace(address), tilePath, 1)
	c.pid = cmd.Process.Pid
	b.variantPids = append(b.variantPids, c.pid)
	return c, end, nil
}

// overlay writes the changed files and the list of them that `go build -overlay`
// takes. A change that fits no more is an error: the table must not lie.
func (t trick) overlay(root, dir string) (string, error) {
	changed := map[string]string{} // by path: text
	for _, e := range t.edits {
		name := filepath.Join(root, e.file)
		text, ok := changed[name]
		if !ok {
			read, err := os.ReadFile(name)
			if err != nil {
				return "", err
			}
			text = string(read)
		}
		if n := strings.Count(text, e.old); n != max(1, e.times) {
			return "", fmt.Errorf("%s: %q stands there %d times: mend benchtilestricks.go", e.file, e.old, n)
		}
		changed[name] = strings.ReplaceAll(text, e.old, e.new)
	}
	var list struct{ Replace map[string]string }
	list.Replace = map[string]string{}
	for name, text := range changed {
		to := filepath.Join(dir, fmt.Sprintf("%d.go", len(list.Replace)))
		if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
			return "", err
		}
		list.Replace[name] = to
	}
	text, err := json.Marshal(list)
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	return name, os.WriteFile(name, text, 0o644)
}

// others are processes below this one that are no PostgreSQL.
func (b *tileBench) others() []int {
	out := slices.Clone(b.variantPids)
	for _, pid := range b.nginxPids {
		out = append(append(out, pid), descendants(pid)...)
	}
	return out
}
