package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/paulmach/orb/maptile"
)

// errNoNginx says what to do.
var errNoNginx = errors.New("nginx manca: `sh .ci/install bench` lo installa / nginx is missing")

// nginxSettings are in turn those of Debian's package, and such with which it serves
// small files faster: open ones remembered, no log.
var nginxSettings = []struct{ name, settings string }{
	{"nginx as Debian sets it up", "access_log %s/access.log;"},
	{"nginx, set up for this", "access_log off;\n  open_file_cache max=2000 inactive=300s;\n  open_file_cache_valid 300s;"},
}

// nginxConfig serves packed files as they are: a worker a core, sendfile, connections
// that stay.
const nginxConfig = `daemon off;
worker_processes %d;
%s
pid %s/nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  %[5]s
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 120s;
  keepalive_requests 100000000;
  gzip_static always;
  gzip_vary on;
  types { application/vnd.mapbox-vector-tile mvt; }
  client_body_temp_path %[3]s/body; proxy_temp_path %[3]s/proxy; fastcgi_temp_path %[3]s/fastcgi;
  uwsgi_temp_path %[3]s/uwsgi; scgi_temp_path %[3]s/scgi;
  server { listen %[4]s backlog=1024; root %[3]s/tiles; add_header Cache-Control "public, max-age=0"; }
}
`

// nginx serves the packed tiles that get gives, from files, with one of the settings.
func (b *tileBench) nginx(ctx context.Context, number int, get func(maptile.Tile) ([]byte, error)) (address string, pid int, stop func() error, err error) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/nginx"); err != nil { // only root's PATH has it
			return "", 0, nil, errNoNginx
		}
	}
	dir := filepath.Join(b.dir, fmt.Sprint("nginx", number))
	for _, t := range b.data.walk {
		packed, err := get(t)
		if err != nil {
			return "", 0, nil, err
		}
		name := filepath.Join(dir, "tiles", fmt.Sprintf("%d/%d/%d.mvt.gz", t.Z, t.X, t.Y))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return "", 0, nil, err
		}
		if err := os.WriteFile(name, packed, 0o644); err != nil {
			return "", 0, nil, err
		}
	}
	if address, err = freeAddress(); err != nil {
		return "", 0, nil, err
	}
	user := ""
	if os.Getuid() == 0 {
		user = "user www-data;"
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, runtime.NumCPU(), user, dir, address, strings.Replace(nginxSettings[number].settings, "%s", dir, 1)), 0o644); err != nil {
		return "", 0, nil, err
	}
	var told bytes.Buffer
	cmd := exec.Command(program, "-p", dir, "-c", config)
	cmd.Stderr = &told
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := cmd.Start(); err != nil {
		return "", 0, nil, err
	}
	stop = func() error {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		return cmd.Wait()
	}
	t := b.data.walk[0]
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := waitFor(ctx, fmt.Sprintf("http://%s%s", address, filePath(t))); err != nil {
		return "", 0, nil, errors.Join(fmt.Errorf("nginx: %w: %s", err, told.String()), stop())
	}
	return address, cmd.Process.Pid, stop, nil
}

// filePath is the address of a tile in nginx.
func filePath(t maptile.Tile) string { return fmt.Sprintf("/%d/%d/%d.mvt", t.Z, t.X, t.Y) }
