package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo/postgis/cluster"
)

// pgTools runs pg_dump and pg_restore of one major version on one database.
type pgTools struct {
	major int
	dsn   string   // without a password: everybody can read a command line
	env   []string // with it
}

func newPgTools(dsn string, major int) (pgTools, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return pgTools{}, fmt.Errorf("DATABASE_URL: %w", err)
	}
	env := append(os.Environ(), "LC_ALL=C", "PGAPPNAME=atlante")
	if cfg.Password != "" {
		env = append(env, "PGPASSWORD="+cfg.Password)
	}
	return pgTools{major: major, dsn: withoutPassword(dsn), env: env}, nil
}

var keywordPassword = regexp.MustCompile(`(^|\s)password\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s\\]|\\.)*)`)

// withoutPassword takes the password out of an address in either form of libpq.
func withoutPassword(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return keywordPassword.ReplaceAllString(dsn, "$1")
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	q.Del("password")
	u.RawQuery = q.Encode()
	return u.String()
}

// find gives the path of a tool of our major version: each server can surely be
// read by its own tools only.
func (p pgTools) find(ctx context.Context, tool string) (string, error) {
	n := strconv.Itoa(p.major)
	paths := []string{filepath.Join("/usr/lib/postgresql", n, "bin", tool), filepath.Join("/usr/pgsql-"+n, "bin", tool)}
	for _, in := range cluster.Installed(ctx) {
		if in.Major == p.major {
			paths = append(paths, filepath.Join(in.Bin, tool))
		}
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		}
	}
	if path, err := exec.LookPath(tool); err == nil {
		out, err := exec.CommandContext(ctx, path, "--version").Output() // pg_dump (PostgreSQL) 15.18 (Debian …)
		if fields := strings.Fields(string(out)); err == nil && len(fields) > 2 && strings.HasPrefix(fields[2]+".", n+".") {
			return path, nil
		}
	}
	return "", fmt.Errorf("manca %s di PostgreSQL %d, la versione del server; per installarlo / %s of PostgreSQL %d is missing; to install it:\n  sudo apt-get install postgresql-client-%d",
		tool, p.major, tool, p.major, p.major)
}

// run starts a tool and waits for its end. Each line that it says goes to said,
// and the last ones into the error.
func (p pgTools) run(ctx context.Context, tool string, in io.Reader, out io.Writer, said func(string), args ...string) error {
	path, err := p.find(ctx, tool)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env, cmd.Stdin, cmd.WaitDelay = p.env, in, 5*time.Second
	sink := &remembering{to: out}
	cmd.Stdout = sink
	words, ends := io.Pipe()
	cmd.Stderr = ends
	var last []string
	read := make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(words); lines.Scan(); {
			said(lines.Text())
			last = append(last[max(0, len(last)-4):], lines.Text())
		}
		_, _ = io.Copy(io.Discard, words) // a line that is too long must not stop the tool
	}()
	err = cmd.Run()
	_ = ends.Close()
	<-read
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case sink.err != nil:
		return sink.err
	case err != nil:
		return fmt.Errorf("%s: %w\n%s", tool, err, strings.Join(last, "\n"))
	}
	return nil
}

// remembering keeps why writing failed: the tool would say that its pipe broke.
type remembering struct {
	to  io.Writer
	err error
}

func (r *remembering) Write(p []byte) (int, error) {
	n, err := r.to.Write(p)
	if err != nil {
		r.err = err
	}
	return n, err
}

// dump writes the schema atlante as the snapshot sees it. tables is told how many
// tables have been begun.
func (p pgTools) dump(ctx context.Context, snapshot string, w io.Writer, tables func(int)) error {
	n := 0
	said := func(line string) {
		if strings.Contains(line, "dumping contents of table") {
			n++
			tables(n)
		}
	}
	return p.run(ctx, "pg_dump", nil, w, said, "--dbname="+p.dsn, "--format=custom", "--schema=atlante",
		"--role=atlante_owner", "--snapshot="+snapshot, "--no-password", "--verbose")
}

// restore fills the bare schema atlante from two readings of a dump, all or
// nothing: one for what is in it, one for the rest.
func (p pgTools) restore(ctx context.Context, contents, all io.Reader) error {
	var list strings.Builder
	quiet := func(string) {}
	if err := p.run(ctx, "pg_restore", contents, &list, quiet, "--list"); err != nil {
		return err
	}
	f, err := os.CreateTemp("", "atlante-restore-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(withoutSchema(list.String()))
	if closed := f.Close(); err != nil || closed != nil {
		return fmt.Errorf("%s: %w", f.Name(), err)
	}
	return p.run(ctx, "pg_restore", all, io.Discard, quiet, "--dbname="+p.dsn, "--use-list="+f.Name(),
		"--role=atlante_owner", "--no-owner", "--exit-on-error", "--single-transaction", "--no-password")
}

// withoutSchema leaves out of the list of contents what migrations/prepare makes:
// the schema itself, and the rights on it and on what will be made in it.
func withoutSchema(list string) string {
	var keep []string
	for _, line := range strings.Split(list, "\n") {
		// 17; 2615 16385 SCHEMA - atlante atlante_owner
		fields := strings.SplitN(line, " ", 4)
		if len(fields) == 4 && (strings.HasPrefix(fields[3], "SCHEMA ") || strings.HasPrefix(fields[3], "ACL - SCHEMA ") ||
			strings.HasPrefix(fields[3], "DEFAULT ACL ")) {
			continue
		}
		keep = append(keep, line)
	}
	return strings.Join(keep, "\n")
}
