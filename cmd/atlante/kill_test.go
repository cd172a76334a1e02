package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// state is all that must not be half changed: how many rows there are of each
// thing, sums over their texts, and the versions.
const state = `SELECT 'places ' || (SELECT count(*) || ' ' || coalesce(sum(hashtextextended(p::text, 0)::numeric), 0) FROM atlante.place p)
	|| ', batches ' || (SELECT count(*) FROM atlante.batch)
	|| ', boundaries ' || (SELECT count(*) || ' ' || sum(hashtextextended(checksum || comune || ext.ST_AsText(geom), 0)::numeric) FROM atlante.boundary)
	|| ', cells ' || (SELECT count(*) FROM atlante.cell) || ' ' || (SELECT sum(residents) FROM atlante.cell_comune)
	|| ', versions ' || (SELECT string_agg(name || ' ' || version, ' ' ORDER BY name) FROM atlante.input_version)`

func rounds(few, many int) int {
	if soak() {
		return many
	}
	return few
}

// manyPlaces is a file that takes a while to import.
func manyPlaces(rows int) string {
	var b strings.Builder
	b.WriteString("kind,name,comune,lat,lon,external_id\n")
	for i := range rows {
		fmt.Fprintf(&b, "partner,Circolo numero %d,001272,45.%05d,7.%05d,prova-%d\n", i, 4000+i%9000, 63000+i%7919, i)
	}
	return b.String()
}

// kill -9 of a command that imports places, at any moment: afterwards either all
// rows are there or none, and the check finds nothing.
func TestKilledImport(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	before := sql(t, data, state)
	file := placesFile(t, "tanti.csv", manyPlaces(rounds(20_000, 100_000)))
	for i := range rounds(2, 20) {
		p := launch(t, command(data, "import", "places", file))
		time.Sleep(time.Duration(300+rand.IntN(1500)) * time.Millisecond)
		were := family(p.pid())
		p.signal(syscall.SIGKILL)
		<-p.done
		nobodyLeft(t, data, were)
		now := sql(t, data, state)
		whole := strings.HasPrefix(now, fmt.Sprintf("places %d ", 31+rounds(20_000, 100_000)))
		t.Logf("round %d: the import was whole: %v", i, whole)
		if !whole && now != before {
			t.Errorf("round %d: half of an import:\n%s\nbefore:\n%s", i, now, before)
		}
		if whole {
			break // it was too late to stop it
		}
	}
	atlante(t, 0, data, "check")
}

// kill -9 of the service in the middle of a recomputation, and while an import of
// boundaries runs beside it: the next start has the data of before, or all of the
// new ones, and is ready at once.
func TestKilledService(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	for i := range rounds(1, 12) {
		s := serving(t, data)
		// A changed place makes the service recompute.
		atlante(t, 0, data, "import", "places", placesFile(t, "uno.csv", onePlace+fmt.Sprintf("partner,Circolo %d,Susa\n", i)))
		time.Sleep(time.Duration(400+rand.IntN(5000)) * time.Millisecond)
		were := family(s.pid())
		s.signal(syscall.SIGKILL)
		<-s.done
		nobodyLeft(t, data, were)

		if n := sql(t, data, "SELECT count(*) FROM atlante.place"); n != fmt.Sprint(33+i) {
			t.Errorf("round %d: %s places after a committed import", i, n)
		}
		whole(t, data, fmt.Sprintf("round %d", i))
		t.Logf("round %d: latest publication and its input %s", i, sql(t, data, `SELECT p.id || ' ' || p.places_version || ' of ' || v.version
			FROM atlante.latest_publication p, atlante.input_version v WHERE v.name = 'places'`))
	}
	began := time.Now()
	s := serving(t, data)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("ready %s after a crash", took)
	}
	checkPages(t, s)
	s.until(t, time.Minute, "the stale figures are not computed again", func() bool { _, stale, _ := s.publication(t); return !stale })
	s.interrupt(t)
	atlante(t, 0, data, "check")
}

// whole: one or two publications, each with all of its rows.
func whole(t *testing.T, data, when string) {
	t.Helper()
	for _, table := range []string{"figure", "cell_figure", "cell_time", "area_figure", "gap_balance"} {
		if n := sql(t, data, `SELECT count(*) FROM atlante.publication p WHERE NOT EXISTS (SELECT FROM atlante.`+table+` x WHERE x.publication = p.id)`); n != "0" {
			t.Errorf("%s: %s publications without rows in %s", when, n, table)
		}
	}
	// Two scenarios of three kinds with two ways to travel and one without.
	if n := sql(t, data, `SELECT count(*) FROM atlante.publication p
		WHERE (SELECT count(*) FROM atlante.cell_time t WHERE t.publication = p.id) <> p.populated_cells * 2 * (3 * 2 + 1)`); n != "0" {
		t.Errorf("%s: %s publications lack cells", when, n)
	}
	if n := sql(t, data, "SELECT count(*) FROM atlante.publication"); n != "1" && n != "2" {
		t.Errorf("%s: %s publications", when, n)
	}
}

// kill -9 of the service while boundaries are imported beside it: the import
// fails, the map is the old one, whole.
func TestKilledBoundaryImport(t *testing.T) {
	t.Parallel()
	file := shared(t, "istat_comuni_p001.geojson")
	data := begunDir(t)
	before := sql(t, data, state)
	for i := range rounds(1, 8) {
		s := serving(t, data)
		p := launch(t, command(data, "import", "comuni", file))
		time.Sleep(time.Duration(500+rand.IntN(3500)) * time.Millisecond)
		were := family(s.pid())
		s.signal(syscall.SIGKILL)
		<-s.done
		r := p.wait(t, 40*time.Second)
		nobodyLeft(t, data, were)
		now := sql(t, data, state)
		if r.code == 0 {
			t.Logf("round %d: the import was faster", i)
			break
		}
		if now != before {
			t.Errorf("round %d: half of an import:\n%s\nbefore:\n%s", i, now, before)
		}
		if strings.Contains(r.err, "panic") {
			t.Errorf("round %d: %s", i, r.err)
		}
	}
	atlante(t, 0, data, "check")
	s := serving(t, data)
	if code, _ := s.get("/"); code != http.StatusOK {
		t.Errorf("the map: %d", code)
	}
	s.interrupt(t)
}
