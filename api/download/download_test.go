package download_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/api/download"
	"atlante/api/wire"
	"atlante/geo/export"
	"atlante/geo/geotest"
)

var day = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// served starts a service with time-outs as short as tests want them.
func served(t *testing.T, g *generated, patience time.Duration) (string, string) {
	t.Helper()
	g.changed = day
	dir := t.TempDir()
	r := chi.NewRouter()
	r.Use(wire.Log(geotest.Log(), time.Now), wire.Recover(geotest.Log()))
	download.Mount(r, g, download.Options{Log: geotest.Log(), Version: "test", Now: time.Now, Dir: dir, Patience: patience,
		Credit: download.Credit{Attribution: "Atlante; ISTAT", Licence: "CC BY 4.0"}})
	s := httptest.NewUnstartedServer(r)
	wire.Bound(s.Config)
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

// TestTwoAtATime: a third file is refused, with the time to wait; slow files
// outlive the time-outs of the server, because they get on.
func TestTwoAtATime(t *testing.T) {
	g := &generated{count: 400, slow: 5 * time.Millisecond} // 2 s: far over both time-outs
	root, _ := served(t, g, time.Minute)
	done := make(chan string, 2)
	for _, name := range []string{"/places.geojson", "/places.gpkg"} {
		go func() {
			resp, body := get(t, http.MethodGet, root+name)
			done <- resp.Status + " " + string(body[:min(len(body), 15)])
		}()
	}
	until(t, func() bool { return g.running.Load() == 2 })
	resp, body := get(t, http.MethodGet, root+"/places.csv")
	if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("the third: %d %v %s", resp.StatusCode, resp.Header, body)
	}
	for range 2 {
		if got := <-done; !strings.HasPrefix(got, "200 OK {\"type\":\"Fea") && !strings.HasPrefix(got, "200 OK SQLite format 3") {
			t.Error(got)
		}
	}
	if resp, _ := get(t, http.MethodGet, root+"/gaps.csv"); resp.StatusCode != http.StatusOK {
		t.Errorf("afterwards: %d", resp.StatusCode)
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
	g := &generated{count: 1 << 30}
	root, _ := served(t, g, 200*time.Millisecond)
	conn := ask(t, root, "/places.geojson")
	defer conn.Close()
	until(t, func() bool { return g.running.Load() == 1 })
	until(t, func() bool { return g.running.Load() == 0 })
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

// TestHalfIsNotWhole: an error in the middle cuts the connection; one before the
// first bytes is a problem as usual.
func TestHalfIsNotWhole(t *testing.T) {
	for count, whole := range map[int]bool{20: true, 20_000: false} {
		root, _ := served(t, &generated{count: count, fail: errors.New("the database has gone")}, time.Minute)
		conn := ask(t, root, "/places.geojson")
		defer conn.Close()
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if whole && (err != nil || resp.StatusCode != http.StatusInternalServerError || !json.Valid(body)) {
			t.Errorf("early: %d %v %s", resp.StatusCode, err, body)
		}
		if !whole && (err == nil || resp.StatusCode != http.StatusOK) {
			t.Errorf("late: %d, %d bytes taken for the whole", resp.StatusCode, len(body))
		}
	}
}
