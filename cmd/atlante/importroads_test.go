package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"atlante/geo/ingest/facts"
	"atlante/geo/ingest/osm"
	"atlante/geo/ingest/osm/osmtest"
)

// streetsFile writes a file with a grid of n by n streets around the seat of every
// comune, one road through all of them, and a name of the program that wrote it.
func streetsFile(t testing.TB, name, writer string, n int) string {
	t.Helper()
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	f := osmtest.File{Writer: writer, Date: 1_760_000_000}
	link := osmtest.Way{ID: 1, Tags: map[string]string{"highway": "secondary"}}
	half := float64(n) / 2
	for i, c := range comuni {
		town := osmtest.Town("Borghetto di "+c.Name, int64(10_000*(i+1)), c.Seat[0]-0.00129*half, c.Seat[1]-0.0009*half, n)
		f.Nodes, f.Ways = append(f.Nodes, town.Nodes...), append(f.Ways, town.Ways...)
		link.Nodes = append(link.Nodes, int64(10_000*(i+1)))
	}
	f.Ways = append(f.Ways, link)
	return placesFile(t, name, string(f.Bytes()))
}

// Roads come in beside a running service, into its cluster, are listed, and go out
// again.
func TestImportRoads(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	s := serving(t, data)
	if r := atlante(t, 0, data, "import", "roads", "--list"); !strings.Contains(r.out, "stimati") {
		t.Errorf("before:\n%s", r.out)
	}
	file := streetsFile(t, "strade.osm.pbf", "prova", 6)
	r := atlante(t, 0, data, "import", "roads", file)
	for _, says := range []string{"in uso / in use", "dati del 2025-10-09", "strade: 3745 con 11232 nodi", "rifiutate: 0", "11232 numeri civici, 312 località", "secondi", "Il servizio in funzione ricalcola"} {
		if !strings.Contains(r.out, says) {
			t.Errorf("the report does not say %q:\n%s", says, r.out)
		}
	}
	if strings.Contains(r.out, "SINTETICA") {
		t.Errorf("called synthetic:\n%s", r.out)
	}
	if r := atlante(t, 0, data, "import", "roads", file); !strings.Contains(r.out, "già in uso") {
		t.Errorf("the same file:\n%s", r.out)
	}
	made := streetsFile(t, "rete.osm.pbf", osm.SyntheticWriter+" prova", 5)
	if r := atlante(t, 0, data, "import", "roads", made, "--winter-closed", "10000,10001"); !strings.Contains(r.out, "SINTETICA") {
		t.Errorf("made up:\n%s", r.out)
	}
	if r := atlante(t, 0, data, "import", "roads", "--list"); !strings.Contains(r.out, "versione 2 (in uso") || !strings.Contains(r.out, "strade.osm.pbf") {
		t.Errorf("the list:\n%s", r.out)
	}
	if r := atlante(t, 0, data, "import", "roads", "--estimate"); !strings.Contains(r.out, "tornano stimati") {
		t.Errorf("back:\n%s", r.out)
	}
	s.interrupt(t)
	if r := atlante(t, 0, data, "import", "roads", "--list"); !strings.Contains(r.out, "stimati") || strings.Contains(r.out, "in uso / in use") {
		t.Errorf("after:\n%s", r.out)
	}
}

// What is wrong with a file is said, and nothing is other than before; what is
// wrong with the command is said before anything starts.
func TestRefusedRoads(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	before := sql(t, data, roadState)
	whole, err := os.ReadFile(streetsFile(t, "strade.osm.pbf", "prova", 4))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, says string }{
		"meta.osm.pbf":  {string(whole[:len(whole)/2]), "danneggiato al byte"},
		"vuoto.osm.pbf": {"", "vuoto"},
		"altra.osm.pbf": {string(osmtest.Town("Lontano", 1, 9.5, 47.1, 5).Bytes()), "altra regione"},
	} {
		if r := atlante(t, 1, data, "import", "roads", placesFile(t, name, c.text)); !strings.Contains(r.err, c.says) || !strings.Contains(r.err, name) {
			t.Errorf("%s:\n%s", name, r.err)
		}
	}
	if now := sql(t, data, roadState); now != before {
		t.Errorf("refused files have changed something:\n%s\nbefore:\n%s", now, before)
	}
	for _, args := range [][]string{{"import", "roads"}, {"import", "roads", "--list", "--estimate"}, {"import", "roads", built.program, "--list"},
		{"import", "roads", "/nowhere/strade.osm.pbf"}, {"import", "roads", built.program, "--winter-closed", "Moncenisio"}} {
		atlante(t, 2, data, args...)
	}
}

// roadState is all that an import of roads changes.
const roadState = `SELECT 'graphs ' || (SELECT count(*) || ' ' || coalesce(sum(hashtextextended(g::text, 0)::numeric), 0) FROM atlante.road_graph g)
	|| ', parts ' || (SELECT count(*) || ' ' || coalesce(sum(hashtextextended(graph || mode || part || md5(bytes), 0)::numeric), 0) FROM atlante.road_graph_part)
	|| ', names ' || (SELECT count(*) FROM atlante.osm_file) || ' ' || (SELECT count(*) FROM atlante.osm_street)
	|| ' ' || (SELECT count(*) FROM atlante.osm_house) || ' ' || (SELECT count(*) FROM atlante.osm_hamlet)
	|| ', places ' || (SELECT count(*) || ' ' || coalesce(sum(hashtextextended(p::text, 0)::numeric), 0) FROM atlante.place p)
	|| ', batches ' || (SELECT count(*) FROM atlante.batch)
	|| ', versions ' || (SELECT string_agg(name || ' ' || version, ' ' ORDER BY name) FROM atlante.input_version)`

// kill -9 of an import of roads, at any moment: afterwards all of it is there or
// nothing, and the check finds no fault.
func TestKilledRoads(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	before := sql(t, data, roadState)
	file := streetsFile(t, "strade.osm.pbf", "prova", rounds(12, 40))
	for i := range rounds(2, 25) {
		var p *process
		if i == 0 { // once for certain while rows are being written
			p = heldUp(t, data, command(data, "import", "roads", file))
		} else {
			p = launch(t, command(data, "import", "roads", file))
			time.Sleep(time.Duration(500+rand.IntN(rounds(2500, 9000))) * time.Millisecond)
		}
		were := family(p.pid())
		p.signal(syscall.SIGKILL)
		<-p.done
		nobodyLeft(t, data, were)
		now := sql(t, data, roadState)
		all := strings.HasPrefix(now, "graphs 1 ") && sql(t, data, `SELECT (SELECT count(DISTINCT mode) FROM atlante.road_graph_part)
			|| ' ' || (SELECT count(*) FROM atlante.osm_hamlet)`) == fmt.Sprint("2 ", 312)
		t.Logf("round %d: the import was whole: %v", i, all)
		if !all && now != before {
			t.Errorf("round %d: half of an import:\n%s\nbefore:\n%s", i, now, before)
		}
		if all {
			break // it was too late to stop it
		}
	}
	if r := atlante(t, 0, data, "import", "roads", file); !strings.Contains(r.out, "in uso") {
		t.Errorf("the import after the kills:\n%s", r.out)
	}
	atlante(t, 0, data, "check")
}

// heldUp starts an import behind a lock on the table that it fills last, and gives
// it back while it waits there with its other rows written. The lock is let go
// soon afterwards.
func heldUp(t *testing.T, data string, importing *exec.Cmd) *process {
	t.Helper()
	lock := launch(t, command(data, "db", "psql", "--", "-qAt", "-c", `DO $$ BEGIN
		LOCK TABLE atlante.osm_hamlet IN SHARE MODE;
		RAISE NOTICE 'it is locked';
		FOR i IN 1..6000 LOOP
			IF EXISTS (SELECT FROM pg_locks WHERE relation = 'atlante.osm_hamlet'::regclass AND NOT granted) THEN
				RAISE NOTICE 'somebody waits';
				PERFORM pg_sleep(2);
				RETURN;
			END IF;
			PERFORM pg_sleep(0.01);
		END LOOP;
	END $$`))
	lock.says(t, "it is locked")
	p := launch(t, importing)
	lock.says(t, "somebody waits")
	return p
}

// says waits until a process has written a text among its errors.
func (p *process) says(t *testing.T, text string) {
	t.Helper()
	for range 2 * 60 * 100 {
		if strings.Contains(p.err.String(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("it never said %q: %s", text, p.err)
}
