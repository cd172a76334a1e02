//go:build soak

package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"atlante/api/download"
	"atlante/geo/export"
)

const (
	downloaded  = 100_000  // places
	mostAboveKB = 64 << 10 // above rest
)

// crowdOfPlaces are places all over the territory, of a kind that serves areas: the
// recomputation that they call for is a short one.
const crowdOfPlaces = `
INSERT INTO atlante.place (id, kind, name, folded, address, locality, position, cell, precision, radius_m, street_confirmed, position_source, status,
  service_area, may_reach, note, source, licence, retrieved_on, confirmed_on, description)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'cer', 'Luogo ' || n, 'luogo ' || n, 'Via Roma ' || n, '',
       ext.ST_SetSRID(ext.ST_MakePoint(6.6 + n %% 1583 * 0.001, 44.7 + n %% 887 * 0.001), 4326), 617700169518678015, 'exact', 0, false, 'fonte', 'active',
       '{}', '{}', '', 'fonte', 'CC BY 4.0', '2026-01-01', date '2020-01-01' + n %% 2000, repeat('descrizione ', 15)
  FROM generate_series(1, %d) AS n`

// TestDownloadMemory asks the service, as it runs, for very many places in each
// format, and reads from the system how far its memory rose above rest.
func TestDownloadMemory(t *testing.T) {
	data := begunDir(t)
	sql(t, data, fmt.Sprintf(crowdOfPlaces, downloaded))
	first := serving(t, data, withPyramid)
	first.until(t, 5*time.Minute, "the coverage is still that of before", func() bool { _, stale, _ := first.publication(t); return !stale })
	first.interrupt(t)
	s := serving(t, data, withPyramid) // one that has only read: what a recomputation leaves behind would hide what is taken
	time.Sleep(10 * time.Second)
	rest := memoryKB(t, s.pid(), "VmRSS")
	for _, f := range export.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.pid()), []byte("5"), 0); err != nil { // the peak begins anew
				t.Fatal(err)
			}
			bytes := fetched(t, s.addr, "places."+f.Name)
			above := memoryKB(t, s.pid(), "VmHWM") - rest
			t.Logf("%.1f MB of file: %.1f MiB above a rest of %.1f MiB", float64(bytes)/1e6, float64(above)/1024, float64(rest)/1024)
			if above > mostAboveKB {
				t.Errorf("%d kB above rest", above)
			}
		})
	}
}

// fetched reads a download to its end and gives its length in bytes.
func fetched(t *testing.T, addr, file string) int64 {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+download.Root+"/"+file, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || n < downloaded {
		t.Fatalf("%s: status %d, %d bytes, %v", file, answer.StatusCode, n, err)
	}
	return n
}

// memoryKB is what the system says of a process.
func memoryKB(t *testing.T, pid int, what string) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(what + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		t.Fatalf("no %s in %s", what, status)
	}
	kB, _ := strconv.Atoi(string(m[1]))
	return kB
}
