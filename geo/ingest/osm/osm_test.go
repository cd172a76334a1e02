package osm_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"time"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/ingest/osm"
	"atlante/geo/ingest/osm/osmtest"
	"atlante/geo/road"
)

func soak() bool { return os.Getenv("ATLANTE_SOAK") == "1" }

func read(t testing.TB, b []byte) (osm.Extract, error) {
	t.Helper()
	return osm.Read(t.Context(), bytes.NewReader(b), int64(len(b)), road.DefaultProfile(), func(int64, int64) {})
}

func mustRead(t testing.TB, b []byte) osm.Extract {
	t.Helper()
	e, err := read(t, b)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A small file: what goes in comes out.
func TestRead(t *testing.T) {
	f := osmtest.Town("Borgo Prova", 1000, 7.6, 45, 3)
	f.Date, f.Writer = 1_700_000_000, "prova 1"
	f.Nodes[4].Tags = map[string]string{"barrier": "bollard"}
	f.Ways = append(f.Ways,
		osmtest.Way{ID: 1, Nodes: []int64{1000, 1004, 1008}, Tags: map[string]string{"highway": "track", "oneway": "yes", "name": " Vicolo\tStorto "}},
		osmtest.Way{ID: 2, Nodes: []int64{1000, 1001}, Tags: map[string]string{"power": "line"}},
		osmtest.Way{ID: 3, Nodes: []int64{1000, 1001, 1004, 1003, 1000}, Tags: map[string]string{"building": "yes", "addr:place": "Borgo Prova", "addr:housenumber": "7/A"}})
	var told []int64
	b := f.Bytes()
	e, err := osm.Read(t.Context(), bytes.NewReader(b), int64(len(b)), road.DefaultProfile(), func(done, total int64) {
		if told = append(told, done); total != int64(2*len(b)) {
			t.Errorf("a total of %d bytes for two passes over %d", total, len(b))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if told[len(told)-1] != int64(2*len(b)) || !monotone(told) {
		t.Errorf("progress %v of %d", told, 2*len(b))
	}
	if got := e.Date; !got.Equal(time.Unix(f.Date, 0)) || e.Synthetic || e.Report.Writer != "prova 1" {
		t.Errorf("date %v, synthetic %v, writer %q", got, e.Synthetic, e.Report.Writer)
	}
	want := osm.Report{Nodes: 10, Ways: 9, RoadNodes: 9, RoadWays: 7, Unreadable: 1, Writer: "prova 1"}
	if e.Report != want {
		t.Errorf("report %+v, want %+v", e.Report, want)
	}
	if w := e.Network.Ways[0]; w.ID != 1 || !reflect.DeepEqual(w.Nodes, []int32{0, 4, 8}) {
		t.Errorf("the first way is %+v", w)
	}
	for i, n := range e.Network.Nodes {
		from := f.Nodes[i]
		if n.ID != from.ID || n.Lon != int32(math.Round(from.Lon*1e7)) || n.Lat != int32(math.Round(from.Lat*1e7)) || n.NoCar != (i == 4) {
			t.Errorf("node %d is %+v, from %+v", i, n, from)
		}
	}
	if len(e.Streets) != 6 || e.Streets[0].Name != "Via Prova 0" || e.Network.Ways[e.Streets[0].Way].ID != 1000 {
		t.Errorf("streets %+v", e.Streets)
	}
	last := e.Houses[len(e.Houses)-1]
	if len(e.Houses) != 9 || last.Street != "Borgo Prova" || last.Number != "7/A" || math.Abs(last.Point[1]-45.00045) > 1e-6 {
		t.Errorf("%d houses, the last %+v", len(e.Houses), last)
	}
	if len(e.Hamlets) != 1 || e.Hamlets[0].Name != "Borgo Prova" || e.Hamlets[0].Class != "hamlet" {
		t.Errorf("hamlets %+v", e.Hamlets)
	}
}

func monotone(list []int64) bool {
	for i := 1; i < len(list); i++ {
		if list[i] < list[i-1] {
			return false
		}
	}
	return true
}

// The order of objects, nodes one by one, another grid of coordinates: the same
// network.
func TestOneContentManyFiles(t *testing.T) {
	f := osmtest.Town("Borgo Prova", 1000, 7.6, 45, 4)
	want := mustRead(t, f.Bytes())
	for name, other := range map[string]osmtest.File{
		"ways first":  {Nodes: f.Nodes, Ways: f.Ways, WaysFirst: true},
		"plain nodes": {Nodes: f.Nodes, Ways: f.Ways, Plain: true},
		"finer grid":  {Nodes: f.Nodes, Ways: f.Ways, Step: 10},
		"backwards":   {Nodes: reversed(f.Nodes), Ways: reversed(f.Ways)},
	} {
		got := mustRead(t, other.Bytes())
		got.Checksum = want.Checksum
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another extract", name)
		}
	}
}

func reversed[T any](in []T) []T {
	out := make([]T, len(in))
	for i, v := range in {
		out[len(in)-1-i] = v
	}
	return out
}

// A file that a program made up says so in its header, or by a tag on any object,
// whatever has rewritten it.
func TestSyntheticIsSaid(t *testing.T) {
	mark := map[string]string{osm.SyntheticTag: "yes"}
	town := func() osmtest.File { return osmtest.Town("Borgo Prova", 1000, 7.6, 45, 3) }
	writer, node, relation, plain := town(), town(), town(), town()
	writer.Writer = osm.SyntheticWriter + " torino"
	node.Nodes[len(node.Nodes)-1].Tags = mark
	relation.Relations = []osmtest.Relation{{ID: 1, Tags: mark}}
	for name, f := range map[string]osmtest.File{"writer": writer, "node": node, "relation": relation} {
		if !mustRead(t, f.Bytes()).Synthetic {
			t.Errorf("%s: not seen", name)
		}
	}
	if mustRead(t, plain.Bytes()).Synthetic {
		t.Error("a plain file is called synthetic")
	}
}

// The real extract, against what osmium says of it.
func TestReadLiechtenstein(t *testing.T) {
	path := geotest.SharedData(t, geotest.LiechtensteinFile)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	e := mustRead(t, b)
	t.Logf("read in %.2f s: %+v", time.Since(began).Seconds(), e.Report)
	r := e.Report
	if r.Nodes != 265_897 || r.Ways != 26_614 || r.Relations != 726 || r.Refused() != 0 {
		t.Errorf("%+v", r)
	}
	if e.Date.Format(time.RFC3339) != "2018-04-10T20:44:02Z" || e.Synthetic {
		t.Errorf("date %v, synthetic %v", e.Date, e.Synthetic)
	}
	for i := 1; i < len(e.Network.Nodes); i++ {
		if e.Network.Nodes[i].ID <= e.Network.Nodes[i-1].ID {
			t.Fatal("nodes are not in order")
		}
	}
	osmium, err := exec.LookPath("osmium")
	if err != nil {
		t.Skip("osmium-tool is not installed: run `make test`, which installs it")
	}
	compareOPL(t, e, osmium, path)
}

// compareOPL looks up every node of the network in what osmium writes as text.
func compareOPL(t *testing.T, e osm.Extract, osmium, path string) {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), osmium, "cat", "--no-progress", "-f", "opl,add_metadata=false", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	at, lines, houses := map[string]string{}, map[string]string{}, 0
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "addr:housenumber=") && (strings.Contains(line, "addr:street=") || strings.Contains(line, "addr:place=")) && line[0] != 'r' {
			houses++
		}
		parts := strings.Fields(line)
		switch line[0] {
		case 'n':
			at[parts[0][1:]] = parts[len(parts)-2] + parts[len(parts)-1]
		case 'w':
			lines[parts[0][1:]] = parts[len(parts)-1]
		}
	}
	for _, n := range e.Network.Nodes {
		if want := at[fmt.Sprint(n.ID)]; want != "x"+degrees(n.Lon)+"y"+degrees(n.Lat) {
			t.Fatalf("node %d: %+v, osmium says %s", n.ID, n, want)
		}
	}
	for _, w := range e.Network.Ways {
		var refs []string
		for _, i := range w.Nodes {
			refs = append(refs, fmt.Sprintf("n%d", e.Network.Nodes[i].ID))
		}
		if want := lines[fmt.Sprint(w.ID)]; want != "N"+strings.Join(refs, ",") {
			t.Fatalf("way %d: %v, osmium says %s", w.ID, refs, want)
		}
	}
	if len(e.Houses) != houses {
		t.Errorf("%d house numbers, osmium shows %d", len(e.Houses), houses)
	}
	t.Logf("%d nodes, %d ways, %d house numbers are those of osmium", len(e.Network.Nodes), len(e.Network.Ways), houses)
}

// degrees writes 1e-7 degrees as osmium does: without zeros at the end.
func degrees(v int32) string {
	s := fmt.Sprintf("%.7f", float64(v)/1e7)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func refused(t testing.TB, err error, words string) {
	t.Helper()
	if !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), words) {
		t.Errorf("%v; expected a refusal with %q", err, words)
	}
}
