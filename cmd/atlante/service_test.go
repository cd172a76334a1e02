package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

var nextPort atomic.Int32

// freeAddr finds an address on loopback, below the ports that the system gives away.
func freeAddr(t testing.TB) string {
	t.Helper()
	for range 2000 {
		addr := fmt.Sprintf("127.0.0.1:%d", 21000+nextPort.Add(1))
		if l, err := net.Listen("tcp", addr); err == nil {
			_ = l.Close()
			return addr
		}
	}
	t.Fatal("no port is free")
	return ""
}

// service is a running `atlante serve`.
type service struct {
	*process
	addr string
	data string
}

// serving starts the service on a data folder and waits until it is ready.
func serving(t testing.TB, dataDir string, change ...func(*exec.Cmd)) *service {
	t.Helper()
	s := starting(t, dataDir, change...)
	s.ready(t, 2*time.Minute)
	return s
}

// starting starts the service and waits for nothing. It makes few tiles in advance, unless
// told withPyramid: all of them take a core more than a second, at every start.
func starting(t testing.TB, dataDir string, change ...func(*exec.Cmd)) *service {
	t.Helper()
	addr := freeAddr(t)
	c := command(dataDir, "serve", "--addr", addr)
	c.Env = append(c.Env, fewTiles)
	for _, f := range change {
		f(c)
	}
	return &service{launch(t, c), addr, dataDir}
}

// fewTiles have room in the cache, and are made in advance.
const fewTiles = "ATLANTE_TILES_CACHE=1"

// withPyramid leaves the cache as it is set up, for tests of tiles.
func withPyramid(c *exec.Cmd) {
	c.Env = slices.DeleteFunc(c.Env, func(v string) bool { return v == fewTiles })
}

// ready waits until there is a map to show.
func (s *service) ready(t testing.TB, most time.Duration) {
	t.Helper()
	s.until(t, most, "it is not ready", func() bool { code, _ := s.get("/readyz"); return code == http.StatusOK })
}

// until waits for something to become true while the service runs.
func (s *service) until(t testing.TB, most time.Duration, otherwise string, true func() bool) {
	t.Helper()
	for end := time.Now().Add(most); !true(); time.Sleep(30 * time.Millisecond) {
		if s.ended() || time.Now().After(end) {
			t.Fatalf("after %s %s (ended: %v)\n%s%s", most, otherwise, s.ended(), s.out, s.err)
		}
	}
}

// get asks for a page; 0 when nobody answers.
func (s *service) get(path string) (int, string) {
	code, _, body := s.ask(path)
	return code, body
}

// ask gives the headers as well.
func (s *service) ask(path string) (int, http.Header, string) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+path, nil)
	if err != nil {
		return 0, nil, err.Error()
	}
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		return 0, nil, err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, err.Error()
	}
	return resp.StatusCode, resp.Header, string(body)
}

// json asks for a document.
func (s *service) json(t testing.TB, path string, into any) {
	t.Helper()
	code, body := s.get(path)
	if code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, code, body)
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		t.Fatalf("%s: %v: %.200s", path, err, body)
	}
}

// publication is the number of the latest one, and whether it is stale.
func (s *service) publication(t testing.TB) (id int64, stale, approximate bool) {
	t.Helper()
	var p struct {
		ID          int64 `json:"id"`
		Stale       bool  `json:"stale"`
		Approximate *bool `json:"boundary_approximate"`
	}
	s.json(t, "/api/v1/publication", &p)
	return p.ID, p.Stale, *p.Approximate
}

// interrupt presses Ctrl-C and expects a quiet end with nobody left.
func (s *service) interrupt(t testing.TB) {
	t.Helper()
	were := family(s.pid())
	s.signal(syscall.SIGINT)
	r := s.wait(t, 20*time.Second)
	if r.code != 0 || strings.Contains(r.err, "panic") {
		t.Errorf("after Ctrl-C: exit %d\n%s", r.code, r.err)
	}
	nobodyLeft(t, s.data, were)
}
