package work_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/road"
	"atlante/geo/work"
)

// roadFile is a file of roads and its content.
type roadFile struct {
	name    string
	content []byte
	profile road.Profile
}

func importRoads(t testing.TB, s *postgis.Store, f roadFile) (work.RoadOutcome, error) {
	t.Helper()
	return importRoadsUntil(t.Context(), t, s, f)
}

func importRoadsUntil(ctx context.Context, t testing.TB, s *postgis.Store, f roadFile) (work.RoadOutcome, error) {
	t.Helper()
	batch := geotest.Batch(t, "roads")
	batch.File, batch.Checksum = f.name, sha(f.content)
	return work.ImportRoads(ctx, s, bytes.NewReader(f.content), work.RoadImport{File: f.name, Size: int64(len(f.content)),
		Profile: f.profile, Batch: batch, Now: time.Now, Progress: func(string) work.Progress { return func(int, int) {} }})
}

func mustImportRoads(t testing.TB, s *postgis.Store, f roadFile) work.RoadOutcome {
	t.Helper()
	out, err := importRoads(t, s, f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func liechtensteinRoads(t testing.TB) roadFile {
	t.Helper()
	b, err := os.ReadFile(geotest.SharedData(t, geotest.LiechtensteinFile))
	if err != nil {
		t.Fatal(err)
	}
	return roadFile{geotest.LiechtensteinFile, b, road.DefaultProfile()}
}

// The real extract, into a territory of its own eleven comuni: in seconds, with
// its counts, both graphs as they were built; the same file twice changes nothing.
func TestImportLiechtenstein(t *testing.T) {
	t.Parallel()
	file := liechtensteinRoads(t)
	s := geotest.Liechtenstein(t)
	if _, err := s.ActiveGraph(t.Context()); !errors.Is(err, geo.ErrNotFound) {
		t.Fatalf("roads before any import: %v", err)
	}
	conn := geotest.Login(t, s)
	version := func() int {
		return one[int](t, conn, `SELECT version::int FROM atlante.input_version WHERE name = 'roads'`)
	}
	before := version()
	began := time.Now()
	out := mustImportRoads(t, s, file)
	took := time.Since(began)
	t.Logf("imported in %.1f s: %+v, cars %+v, feet %+v", took.Seconds(), out.Version.Read, out.Version.Graphs[geo.ModeCar], out.Version.Graphs[geo.ModeFoot])
	if took > 60*time.Second {
		t.Errorf("it took %s", took)
	}
	if version() == before {
		t.Error("the input roads has no new version")
	}
	v, err := s.ActiveGraph(t.Context())
	if err != nil || !v.Active || v.ID != out.Version.ID {
		t.Fatalf("%+v, %v", v, err)
	}
	r := v.Read
	if r.FileNodes != 265_897 || r.FileWays != 26_614 || r.FileRelations != 726 || r.Refused() != 0 {
		t.Errorf("counts of the file: %+v", r)
	}
	if v.DataDate != "2018-04-10T20:44:02Z" || v.Synthetic || v.Source.Licence != "ODbL 1.0" || v.Checksum != sha(file.content) || v.ProfileHash != file.profile.Hash() {
		t.Errorf("%+v", v)
	}
	if len(v.Uncovered) != 0 || len(out.Comuni) != 0 {
		t.Errorf("comuni without roads: %v", v.Uncovered)
	}
	for mode, counts := range v.Graphs {
		g, err := s.ReadGraph(t.Context(), v.ID, mode)
		if err != nil {
			t.Fatal(err)
		}
		if g.Mode != mode || len(g.Lon) != counts.Nodes || len(g.Edges) != counts.Edges || counts.Components < 1 || counts.Largest < 0.8 || counts.Nodes < 1000 {
			t.Errorf("%s: %d nodes, %d edges, counted %+v", mode, len(g.Lon), len(g.Edges), counts)
		}
	}
	all := fingerprint(t, s)
	if again := mustImportRoads(t, s, file); !again.Same {
		t.Error("the same file was imported again")
	}
	unchanged(t, all, fingerprint(t, s))
}

// The version in use, the one before it for whoever still reads it, and no more;
// back to the estimate, and again to roads.
func TestVersionsOfRoads(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	file := liechtensteinTown(t)
	var ids []int64
	for i := range 4 {
		file.profile.WinterClosed = map[int64]bool{int64(900_000 + i): true} // another profile, another version
		ids = append(ids, mustImportRoads(t, s, file).Version.ID)
		kept, err := s.Graphs(t.Context())
		if err != nil || len(kept) != min(i+1, 2) || kept[0].ID != ids[i] || !kept[0].Active {
			t.Fatalf("after import %d: %+v, %v", i, kept, err)
		}
		if i > 0 && (kept[1].ID != ids[i-1] || kept[1].Active) {
			t.Errorf("the version before: %+v", kept[1])
		}
	}
	if _, err := s.ReadGraph(t.Context(), ids[2], geo.ModeCar); err != nil {
		t.Errorf("the version before cannot be read: %v", err)
	}
	if _, err := s.ReadGraph(t.Context(), ids[1], geo.ModeCar); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("an old version: %v", err)
	}
	if err := s.PruneGraphs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReadGraph(t.Context(), ids[2], geo.ModeCar); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("the version before, after a publication: %v", err)
	}
	for _, changed := range []bool{true, false} {
		if did, err := s.RetireGraph(t.Context()); err != nil || did != changed {
			t.Errorf("retired %v, %v; expected %v", did, err, changed)
		}
	}
	if _, err := s.ActiveGraph(t.Context()); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("back to the estimate: %v", err)
	}
	if err := s.PruneGraphs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if kept, err := s.Graphs(t.Context()); err != nil || len(kept) != 0 {
		t.Errorf("after a publication of the estimate: %+v, %v", kept, err)
	}
	if out := mustImportRoads(t, s, file); out.Same || out.Version.ID <= ids[3] {
		t.Errorf("the same file after the estimate: %+v", out)
	}
}

// Whoever listens hears of new roads, and of their end.
func TestRoadsAreTold(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	conn := geotest.Login(t, s)
	if _, err := conn.Exec(t.Context(), "LISTEN atlante"); err != nil {
		t.Fatal(err)
	}
	hears := func(what string) {
		t.Helper()
		ctx, cancel := contextOf(t, 10*time.Second)
		defer cancel()
		for {
			n, err := conn.WaitForNotification(ctx)
			if err != nil {
				t.Fatalf("%s is not told: %v", what, err)
			}
			if strings.HasPrefix(n.Payload, "roads ") {
				return
			}
		}
	}
	mustImportRoads(t, s, liechtensteinTown(t))
	hears("an import")
	if _, err := s.RetireGraph(t.Context()); err != nil {
		t.Fatal(err)
	}
	hears("the way back")
}
