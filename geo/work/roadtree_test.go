package work_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/ingest/osm/osmtest"
	"atlante/geo/postgis"
	"atlante/geo/road"
	"atlante/geo/work"
)

// roadTree is a file of roads that never go round: each town is joined straight
// to the nearest one that is joined already.
func roadTree(towns ...orb.Point) osmtest.File {
	f := osmtest.File{Writer: "test of Atlante", Date: 1_790_000_000}
	for i, p := range towns {
		f.Nodes = append(f.Nodes, osmtest.Node{ID: int64(i + 1), Lon: p.Lon(), Lat: p.Lat()})
	}
	near := make([]float64, len(towns))
	to := make([]int, len(towns))
	for i := range near {
		near[i] = math.Inf(1)
	}
	last := 0
	near[0] = -1 // joined
	for range len(towns) - 1 {
		next := -1
		for i, p := range towns {
			if near[i] < 0 {
				continue
			}
			east, north := (p.Lon()-towns[last].Lon())*0.7, p.Lat()-towns[last].Lat()
			if d := east*east + north*north; d < near[i] {
				near[i], to[i] = d, last
			}
			if next < 0 || near[i] < near[next] {
				next = i
			}
		}
		f.Ways = append(f.Ways, osmtest.Way{ID: int64(next), Nodes: []int64{int64(to[next] + 1), int64(next + 1)},
			Tags: map[string]string{"highway": "secondary", "surface": "asphalt"}})
		near[next], last = -1, next
	}
	return f
}

// seats of the comuni, in their order.
func seats(t testing.TB, s *postgis.Store) []orb.Point {
	t.Helper()
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var out []orb.Point
	for _, c := range comuni {
		out = append(out, c.Seat)
	}
	return out
}

// layRoads imports a file of roads.
func layRoads(t testing.TB, s *postgis.Store, f osmtest.File) work.RoadOutcome {
	t.Helper()
	file := f.Bytes()
	sum := sha256.Sum256(file)
	b := geotest.Batch(t, "roads")
	b.Checksum = hex.EncodeToString(sum[:])
	out, err := work.ImportRoads(t.Context(), s, bytes.NewReader(file), work.RoadImport{
		File: "strade.osm.pbf", Size: int64(len(file)), Profile: road.DefaultProfile(), Batch: b, Now: time.Now,
		Progress: func(string) work.Progress { return func(int, int) {} }})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
