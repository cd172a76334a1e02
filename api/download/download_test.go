package download_test

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/download"
	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/export"
	"atlante/geo/geotest"
)

var day = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// served starts a service with time-outs as short as tests want them.
func served(t *testing.T, g *generated, patience time.Duration) (string, string) {
	t.Helper()
	return servedWith(t, g, download.Options{Patience: patience})
}

func servedWith(t *testing.T, g *generated, o download.Options) (root, dir string) {
	t.Helper()
	g.changed = day
	dir = t.TempDir()
	o.Log, o.Version, o.Now, o.Dir = cmp.Or(o.Log, geotest.Log()), "test", time.Now, dir
	o.Origins = wire.Origins{Public: "http://example.com"}
	if o.Credit.Licence == "" {
		o.Credit = download.Credit{Attribution: "Atlante; ISTAT", Licence: "CC BY 4.0"}
	}
	r := chi.NewRouter()
	r.Use(wire.Log(geotest.Log(), time.Now), wire.Recover(geotest.Log()))
	download.Mount(r, g, o)
	s := httptest.NewUnstartedServer(r)
	wire.Bound(s.Config)
	s.Listener = wire.InOnePiece(s.Config, s.Listener)
	s.Config.ReadTimeout, s.Config.WriteTimeout = 300*time.Millisecond, 400*time.Millisecond
	s.Start()
	t.Cleanup(s.Close)
	return s.URL + download.Root, dir
}

func get(t *testing.T, method, address string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := (&http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, body
}

// TestFiles: name, type, tag, 304 and HEAD of every format.
func TestFiles(t *testing.T) {
	g := &generated{count: 50}
	root, _ := served(t, g, time.Minute)
	tags := map[string]bool{}
	for _, f := range export.Formats() {
		address := root + "/places." + f.Name
		resp, body := get(t, http.MethodGet, address)
		tag := resp.Header.Get("ETag")
		if resp.StatusCode != http.StatusOK || len(body) == 0 || resp.Header.Get("Content-Type") != f.MediaType || tag == "" || tags[tag] {
			t.Errorf("%s: %d, %d bytes, %v", f.Name, resp.StatusCode, len(body), resp.Header)
		}
		tags[tag] = true
		if got, want := resp.Header.Get("Content-Disposition"), `attachment; filename="atlante-places-2026-11-22.`+f.Name+`"`; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		before := g.given.Load()
		if resp, body := get(t, http.MethodGet, address, "If-None-Match", tag); resp.StatusCode != http.StatusNotModified || len(body) > 0 {
			t.Errorf("%s: If-None-Match: %d", f.Name, resp.StatusCode)
		}
		if resp, _ := get(t, http.MethodHead, address); resp.StatusCode != http.StatusOK || resp.Header.Get("ETag") != tag || resp.Header.Get("Content-Disposition") == "" {
			t.Errorf("%s: HEAD: %d %v", f.Name, resp.StatusCode, resp.Header)
		}
		if g.given.Load() != before {
			t.Errorf("%s: a file was made for 304 or HEAD", f.Name)
		}
	}
	_, old := get(t, http.MethodGet, root+"/places.geojson")
	g.version.Add(1)
	if resp, body := get(t, http.MethodGet, root+"/places.geojson"); tags[resp.Header.Get("ETag")] || bytes.Equal(old, body) {
		t.Error("another version, the same tag")
	}
}

func TestTextIsCompressed(t *testing.T) {
	root, _ := served(t, &generated{count: 500}, time.Minute)
	plain, want := get(t, http.MethodGet, root+"/places.geojson")
	resp, packed := get(t, http.MethodGet, root+"/places.geojson", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil || resp.Header.Get("Content-Encoding") != "gzip" || resp.Header.Get("ETag") == plain.Header.Get("ETag") {
		t.Fatalf("%v %v", err, resp.Header)
	}
	if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, want) {
		t.Errorf("unpacked it is something else (%v)", err)
	}
	if resp, _ := get(t, http.MethodGet, root+"/places.gpkg", "Accept-Encoding", "gzip"); resp.Header.Get("Content-Encoding") != "" {
		t.Error("a database is compressed on the way")
	}
}

func TestRefusals(t *testing.T) {
	root, _ := served(t, &generated{count: 5}, time.Minute)
	for path, want := range map[string]int{
		"/places.pdf": 404, "/places": 404, "/nessuna.csv": 404, "/places.csv.gz": 404, "": 404,
		"/places.csv?separator=tab": 400, "/places.csv?colour=red": 400, "/places.gpkg?crs=9999": 400,
		"/places.gpkg?bbox=1,2": 400, "/places.gpkg?filter=kind%20IS": 400, "/places.gpkg?limit=3": 400,
		"/places.csv?separator=int&lang=en&kind=portineria": 200, "/places.gpkg?crs=7791": 200,
	} {
		resp, body := get(t, http.MethodGet, root+path)
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d: %.200s", path, resp.StatusCode, want, body)
		}
		if want >= 400 && (resp.Header.Get("Content-Type") != wire.ProblemType || resp.Header.Get("Content-Disposition") != "") {
			t.Errorf("%s: %v", path, resp.Header)
		}
	}
	resp, _ := get(t, http.MethodGet, root+"/places.csv?kind=portineria&lang=en")
	if got := resp.Header.Get("Content-Disposition"); !strings.Contains(got, "atlante-places-selection-2026-11-22.csv") {
		t.Error(got)
	}
	if resp, _ := get(t, http.MethodPost, root+"/places.csv"); resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", resp.StatusCode)
	}
}

// TestTurns: of one address one file at a time is made, the next waits; more than
// it may have at once are refused with the time to wait. Slow files outlive the
// time-outs of the server.
func TestTurns(t *testing.T) {
	g := &generated{count: 200, slow: 5 * time.Millisecond} // 1 s: over both time-outs
	root, _ := served(t, g, time.Minute)
	done := make(chan string, download.PerAddress)
	for _, name := range []string{"/places.geojson", "/places.gpkg", "/places.csv", "/places.fgb"} {
		go func() {
			resp, _ := get(t, http.MethodGet, root+name)
			done <- resp.Status
		}()
	}
	until(t, func() bool { return g.running.Load() == 1 })
	until(t, func() bool {
		resp, _ := get(t, http.MethodGet, root+"/gaps.csv?kind=portineria")
		return resp.StatusCode == http.StatusServiceUnavailable && resp.Header.Get("Retry-After") != ""
	})
	if n := g.running.Load(); n > 1 {
		t.Errorf("%d files are made for one address", n)
	}
	for range download.PerAddress {
		if got := <-done; got != "200 OK" {
			t.Error(got)
		}
	}
	if resp, _ := get(t, http.MethodGet, root+"/gaps.csv"); resp.StatusCode != http.StatusOK {
		t.Errorf("afterwards: %d", resp.StatusCode)
	}
}

// TestSlowClients hold neither a turn nor the database: while they take nothing,
// files are made for others, and nothing is asked of the store.
func TestSlowClients(t *testing.T) {
	g := &generated{count: 20_000}
	root, dir := served(t, g, time.Minute)
	for range download.PerAddress - 1 {
		conn := ask(t, root, "/places.geojson")
		defer conn.Close()
		line, err := bufio.NewReaderSize(conn, 16).Peek(12) // it is on its way
		if err != nil || string(line) != "HTTP/1.1 200" {
			t.Fatalf("%q %v", line, err)
		}
	}
	if n := g.running.Load(); n != 0 {
		t.Errorf("%d slow clients hold the database", n)
	}
	began := time.Now()
	if resp, body := get(t, http.MethodGet, root+"/places.csv"); resp.StatusCode != http.StatusOK || resp.ContentLength != int64(len(body)) {
		t.Errorf("another: %d, %d bytes of %d", resp.StatusCode, len(body), resp.ContentLength)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("another waited %v", took)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("temporary files have names: %v %v", files, err)
	}
}

// TestSteadyClient: who reads on and on is not cut, however much the systems on the
// way hold. At 80 KiB a second a piece of 64 KiB is taken in 0.8 s.
func TestSteadyClient(t *testing.T) {
	var cuts told
	root, _ := servedWith(t, &generated{count: 30_000}, download.Options{Patience: 1500 * time.Millisecond, Log: slog.New(slog.NewTextHandler(&cuts, nil))})
	conn := ask(t, root, "/places.geojson")
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetReadBuffer(32 << 10); err != nil {
		t.Fatal(err)
	}
	for range 25 {
		if _, err := io.CopyN(io.Discard, conn, 16<<10); err != nil {
			t.Fatalf("cut: %v", err)
		}
		time.Sleep(200 * time.Millisecond)
	}
	if cuts.String() != "" {
		t.Error(cuts.String())
	}
	time.Sleep(4 * time.Second) // and now nothing is taken
	if !strings.Contains(cuts.String(), "download cut") {
		t.Errorf("nobody is told that a download was cut: %q", cuts.String())
	}
}

// told is what a log says.
type told struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *told) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *told) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestRoomIsBounded: files that fill the room are refused, and give it back.
func TestRoomIsBounded(t *testing.T) {
	g := &generated{count: 3000}
	root, dir := servedWith(t, g, download.Options{Patience: time.Minute, Room: 300 << 10})
	for range 3 {
		if resp, body := get(t, http.MethodGet, root+"/places.gpkg"); resp.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("too large for the room: %d %.200s", resp.StatusCode, body)
		}
		if resp, _ := get(t, http.MethodGet, root+"/places.csv"); resp.StatusCode != http.StatusOK {
			t.Errorf("small enough: %d", resp.StatusCode)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("left: %v %v", files, err)
	}
}

// TestHeadAndTagsAgreeWithGet: what GET refuses, HEAD and If-None-Match refuse too.
func TestHeadAndTagsAgreeWithGet(t *testing.T) {
	g := &generated{count: 5}
	root, _ := served(t, g, time.Minute)
	for _, address := range []string{root + "/places.csv?name=wrong", root + "/places.csv?crs=http://www.opengis.net/def/crs/EPSG/0/4326"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for _, tag := range []string{"", "*"} {
				if resp, _ := get(t, method, address, "If-None-Match", tag); resp.StatusCode != http.StatusBadRequest || resp.Header.Get("ETag") != "" {
					t.Errorf("%s %s, %q: %d %v", method, address, tag, resp.StatusCode, resp.Header)
				}
			}
		}
	}
	g.fail = geo.Invalid("filter: il calcolo non è possibile / cannot be calculated")
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		if resp, _ := get(t, method, root+"/places.csv?filter=1%2F0%3D1"); resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s of what cannot be calculated: %d", method, resp.StatusCode)
		}
	}
}

// TestDayAndCredit: a file is of the day that it is where people are, and another
// credit is another file.
func TestDayAndCredit(t *testing.T) {
	east := time.FixedZone("east", 2*60*60)
	g := &generated{count: 5}
	tag := ""
	for _, credit := range []string{"Atlante", "Atlante; OpenStreetMap"} {
		root, _ := servedWith(t, g, download.Options{Location: east, Credit: download.Credit{Attribution: credit, Licence: "CC BY 4.0"}})
		g.changed = time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC)
		resp, body := get(t, http.MethodGet, root+"/places.csv")
		if got := resp.Header.Get("Content-Disposition"); !strings.Contains(got, "2026-11-23.csv") || !strings.Contains(string(body), "; 2026-11-23; ") {
			t.Errorf("%s: %.600s", got, body)
		}
		if got := resp.Header.Get("ETag"); got == tag {
			t.Error("another credit, the same tag")
		} else {
			tag = got
		}
	}
}

func until(t *testing.T, true func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !true(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not come to that")
		}
	}
}

// TestClientLeaves: the work stops, the turn is free and no temporary file stays.
func TestClientLeaves(t *testing.T) {
	for _, f := range export.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			g := &generated{count: export.MaxRows - 1} // far more than the test waits for
			root, dir := served(t, g, time.Minute)
			conn := ask(t, root, "/places."+f.Name)
			until(t, func() bool { return g.given.Load() > 100 })
			if f.Spooled {
				if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
					t.Errorf("a temporary file has a name: %v %v", files, err)
				}
			}
			conn.Close()
			until(t, func() bool { return g.running.Load() == 0 })
		})
	}
}

// TestReaderThatSleeps: who takes nothing for longer than the patience is left.
func TestReaderThatSleeps(t *testing.T) {
	root, _ := served(t, &generated{count: 30_000}, 200*time.Millisecond)
	conn := ask(t, root, "/places.geojson")
	defer conn.Close()
	time.Sleep(4 * time.Second) // made, and then nothing is taken
	if n, err := io.Copy(io.Discard, conn); err == nil && n > 12<<20 {
		t.Errorf("%d bytes for who slept", n)
	}
}

// TestSheetTooLong is refused beforehand.
func TestSheetTooLong(t *testing.T) {
	root, _ := served(t, &generated{count: export.MaxRows}, time.Minute)
	if resp, body := get(t, http.MethodGet, root+"/places.xlsx"); resp.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), "1048576") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
}

// ask sends a request by hand and reads nothing.
func ask(t *testing.T, root, path string) net.Conn {
	t.Helper()
	host, base, _ := strings.Cut(strings.TrimPrefix(root, "http://"), "/")
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET /"+base+path+" HTTP/1.1\r\nHost: "+host+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	return conn
}

// TestHalfIsNotWhole: an error in the middle is a problem as usual, however late.
func TestHalfIsNotWhole(t *testing.T) {
	for _, count := range []int{20, 20_000} {
		root, dir := served(t, &generated{count: count, fail: errors.New("the database has gone")}, time.Minute)
		resp, body := get(t, http.MethodGet, root+"/places.geojson")
		if resp.StatusCode != http.StatusInternalServerError || !json.Valid(body) || resp.Header.Get("Content-Disposition") != "" {
			t.Errorf("%d features: %d %.200s", count, resp.StatusCode, body)
		}
		if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
			t.Errorf("left: %v %v", files, err)
		}
	}
}
