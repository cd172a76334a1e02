package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Files made to exhaust the machine are refused within bounded memory and time,
// and leave everything as it was.
func TestBombs(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	s := serving(t, data)
	before := sql(t, data, state)
	dir := t.TempDir()
	for _, c := range []struct {
		name, file, says string
		write            func(io.Writer)
	}{
		{"a zip that swells a thousandfold", "bomba.zip", "zip", func(w io.Writer) { zipBomb(t, w, 512<<20) }},
		{"a zip that lies about its size", "bugia.zip", "bugia.zip", func(w io.Writer) { lyingZip(t, w, 256<<20) }},
		{"a zip of five thousand files", "tanti.zip", "5000", func(w io.Writer) { manyFiles(t, w, 5000) }},
		{"GeoJSON a million levels deep", "profondo.geojson", "profondo.geojson", func(w io.Writer) {
			_, _ = io.WriteString(w, `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":`)
			_, _ = io.WriteString(w, strings.Repeat("[", 1_000_000))
		}},
	} {
		path := filepath.Join(dir, c.file)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		c.write(f)
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		p := launch(t, command(data, "import", "comuni", path))
		peak := peakOf(p)
		r := p.wait(t, 30*time.Second)
		took := time.Since(began)
		if r.code != 1 || !strings.Contains(r.err, c.says) || strings.Contains(r.err, "goroutine") {
			t.Errorf("%s: exit %d\n%s%s", c.name, r.code, r.out, r.err)
		}
		memory := <-peak
		t.Logf("%s: %s, %d MB", c.name, took.Round(time.Millisecond), memory)
		if memory > 300 || took > 15*time.Second {
			t.Errorf("%s: took %s and %d MB", c.name, took, memory)
		}
	}
	if after := sql(t, data, state); after != before {
		t.Errorf("changed:\n%s\nbefore:\n%s", after, before)
	}
	checkPages(t, s)
	s.interrupt(t)
}

// peakOf tells, when a process has ended, how many MB it has held at most. (What wait tells begins at what this process
// held when it started that one.)
func peakOf(p *process) <-chan int {
	out := make(chan int, 1)
	go func() {
		peak := 0
		for {
			text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.pid()))
			if _, after, ok := strings.Cut(string(text), "VmHWM:"); ok {
				var kB int
				if _, err := fmt.Sscan(after, &kB); err == nil {
					peak = max(peak, kB>>10)
				}
			}
			select {
			case <-p.done:
				out <- peak
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return out
}

// zipBomb packs blanks into a shapefile of ISTAT's name.
func zipBomb(t *testing.T, w io.Writer, size int64) {
	t.Helper()
	z := zip.NewWriter(w)
	for _, name := range []string{"Com01012026_g/Com01012026_g_WGS84.shp", "Com01012026_g/Com01012026_g_WGS84.dbf"} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(f, zeros{}, size); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// lyingZip says of each file in the directory that it unpacks to a hundred bytes.
func lyingZip(t *testing.T, w io.Writer, size int64) {
	t.Helper()
	var b bytes.Buffer
	zipBomb(t, &b, size)
	raw := b.Bytes()
	for at := 0; ; {
		i := bytes.Index(raw[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i
		binary.LittleEndian.PutUint32(raw[at+24:], 100)
		at += 4
	}
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
}

func manyFiles(t *testing.T, w io.Writer, n int) {
	t.Helper()
	z := zip.NewWriter(w)
	for range n {
		if _, err := z.Create("a.txt"); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

// Requests that make no sense are refused with words, and nothing of the service
// breaks.
func TestHostileRequests(t *testing.T) {
	t.Parallel()
	s := serving(t, begunDir(t), withPyramid)
	for path, c := range map[string]struct {
		code int
		says string
	}{
		"/tiles/comuni/30/1/1.mvt":                     {http.StatusNotFound, "zoom"},
		"/tiles/comuni/3/1/1.mvt":                      {http.StatusNotFound, "zoom"},
		"/tiles/comuni/9/512/1.mvt":                    {0, ""},
		"/tiles/comuni/9/-1/1.mvt":                     {0, ""},
		"/tiles/comuni/9/99999999999999999999/1.mvt":   {0, ""},
		"/tiles/nessuno/9/266/183.mvt":                 {http.StatusNotFound, "nessuno"},
		"/tiles/comuni,comuni/9/266/183.mvt":           {0, ""},
		"/tiles/comuni/9/266/183.mvt?x=1":              {http.StatusBadRequest, "x"},
		"/api/v1/gaps?kind=portineria&kind=partner&q=": {0, ""},
		"/api/v1/comuni?limit=1001":                    {http.StatusBadRequest, "limit"},
		"/api/v1/comuni?zonna=7":                       {http.StatusBadRequest, "zonna"},
		"/api/v1/comuni/1272":                          {0, "1272"},
		"/api/v1/places?bbox=NaN,1,2,3":                {0, "bbox"},
		"/api/v1/places?after=%00%FF":                  {0, ""},
		"/api/v1/places?q=%00":                         {0, ""},
		"/comuni/999999":                               {http.StatusNotFound, ""},
		"/zone/99":                                     {http.StatusNotFound, ""},
		"/luoghi/not-a-uuid":                           {0, ""},
		"/../../etc/passwd":                            {0, ""},
	} {
		code, h, body := s.ask(path)
		if code < 400 || code >= 500 || c.code != 0 && code != c.code || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d %.300s, expected %d and %q", path, code, body, c.code, c.says)
		}
		if api := strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/tiles/"); api && h.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", path, h.Get("Content-Type"))
		}
	}
	if text := s.err.String(); strings.Contains(text, "panic") || strings.Contains(text, "ERROR") {
		t.Errorf("the log speaks of errors of our own:\n%s", text)
	}
	checkPages(t, s)
	s.interrupt(t)
}
