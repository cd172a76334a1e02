package main

import (
	"net"
	"strings"
	"testing"
	"time"
)

// What is written wrongly is said at once, with exit code 2, before anything is
// started or made.
func TestWrongUsage(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	for name, c := range map[string]struct {
		args []string
		env  string
		says string
	}{
		"an unknown variable":   {[]string{"check"}, "ATLANTE_DATADIR=/tmp", "ATLANTE_DATADIR"},
		"an unknown flag":       {[]string{"serve", "--adress", "127.0.0.1:8080"}, "", "--adress"},
		"an unknown command":    {[]string{"servi"}, "", "servi"},
		"no command":            {nil, "", "atlante"},
		"an argument too many":  {[]string{"check", "everything"}, "", "everything"},
		"a file that is absent": {[]string{"import", "comuni", "/nowhere/confini.zip"}, "", "/nowhere/confini.zip"},
		"an import of nothing":  {[]string{"import", "places"}, "", "file"},
		"a level that is none":  {[]string{"check", "--log-level", "loud"}, "", "loud"},
		"half of the valleys":   {[]string{"import", "valleys", built.program}, "", "--members"},
	} {
		c0 := command(dir+"/data", c.args...)
		if c.env != "" {
			c0.Env = append(c0.Env, c.env)
		}
		r := launch(t, c0).wait(t, 10*time.Second)
		if r.code != 2 || !strings.Contains(r.err, c.says) {
			t.Errorf("%s: exit %d, expected 2 and %q\n%s%s", name, r.code, c.says, r.out, r.err)
		}
	}
	for _, args := range [][]string{{"help"}, {"--help"}, {"import", "places", "--help"}} {
		r := launch(t, command(dir+"/data", args...)).wait(t, 10*time.Second)
		if r.code != 0 || !strings.Contains(r.out, "atlante") {
			t.Errorf("%v: exit %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
	if left := processesOf(dir); len(left) > 0 {
		t.Errorf("%v", left)
	}
}

// The doctor finds this machine well, and says what is wrong with a server that
// does not answer.
func TestDoctor(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	r := atlante(t, 0, dir+"/data", "doctor")
	if strings.Contains(r.out, "✗") || strings.Contains(r.out, "export ") || !strings.Contains(r.out, "PostGIS") {
		t.Errorf("%s", r.out)
	}
	c := command(dir+"/data", "doctor")
	c.Env = append(c.Env, "DATABASE_URL=postgres://nobody@127.0.0.1:1/atlante")
	if r := launch(t, c).wait(t, 20*time.Second); r.code != 1 || !strings.Contains(r.out, "✗ DATABASE_URL") || !strings.Contains(r.out, "→") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

// A port that is taken is said so, before a cluster is made.
func TestPortInUse(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	l, err := net.Listen("tcp", freeAddr(t))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := atlante(t, 1, dir+"/data", "serve", "--addr", l.Addr().String())
	if !strings.Contains(r.err, l.Addr().String()) || !strings.Contains(r.err, "--addr") {
		t.Errorf("%s", r.err)
	}
}
