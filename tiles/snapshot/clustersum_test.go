package snapshot_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo/geotest"
	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/snapshot"
	"atlante/tiles/world"
)

// heap is what one feature of the places stands for: how many, by kind; the key "" is of all.
type heap map[string]int

// TestClustersAddUpInTiles: at each zoom the clusters of all tiles are, cell by cell, the places that SQL finds in the cell
// by kind, and add up to all places; going down a zoom a cluster becomes clusters of just as many, and at the zoom of
// the places all its members.
func TestClustersAddUpInTiles(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	populate(t, db, counted(1500, 100_000))
	h := holder(s)
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Clusters are read whole, then changed one by one: both must add up.
	exec(t, db, "UPDATE atlante.place SET status = 'closed' WHERE id IN (SELECT id FROM atlante.place ORDER BY md5(id::text) LIMIT 150)")
	exec(t, db, "UPDATE atlante.place SET status = 'active' WHERE id IN (SELECT id FROM atlante.place WHERE status = 'closed' ORDER BY id LIMIT 100)")
	exec(t, db, "DELETE FROM atlante.place WHERE id IN (SELECT id FROM atlante.place ORDER BY id LIMIT 60)")
	if err := h.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	snap := h.Now()
	total := heapsBySQL(t, db, "0::bigint")[0]
	bounds := boundsOfPlaces(t, db)
	var above map[uint64]heap
	for z := uint32(5); z < layer.ClusterZoom; z++ {
		drawn := clustersOf(t, snap, bounds, z)
		resolution := layer.ClusterResolution(z)
		want := heapsBySQL(t, db, fmt.Sprintf("atlante.h3_parent(cell, %d)", resolution))
		if !maps.EqualFunc(drawn, want, maps.Equal[heap, heap]) {
			t.Errorf("zoom %d: %d clusters, SQL finds %d; or others", z, len(drawn), len(want))
		}
		if sum := summed(drawn); !maps.Equal(sum, total) {
			t.Errorf("zoom %d: they add up to %v, there are %v", z, sum, total)
		}
		if above != nil {
			expand(t, db, above, drawn, layer.ClusterResolution(z-1), z)
		}
		above = drawn
	}
	ids := placesOf(t, snap, bounds, layer.ClusterZoom)
	if len(ids) != total[""] {
		t.Errorf("zoom %d draws %d of %d places", layer.ClusterZoom, len(ids), total[""])
	}
	ends := heapsBySQL(t, db, fmt.Sprintf("atlante.h3_parent(cell, %d)", layer.ClusterResolution(layer.ClusterZoom-1)), ids)
	if !maps.EqualFunc(above, ends, maps.Equal[heap, heap]) {
		t.Error("the last clusters are not the places that are drawn below them")
	}
}

// expand checks that clusters of one zoom are just those of the next whose cells lie in theirs.
func expand(t *testing.T, db *pgx.Conn, above, below map[uint64]heap, resolution int, z uint32) {
	t.Helper()
	cells := make([]int64, 0, len(below))
	for c := range below {
		cells = append(cells, int64(c))
	}
	rows, err := db.Query(t.Context(), "SELECT c, atlante.h3_parent(c, $2) FROM unnest($1::bigint[]) AS u (c)", cells, int32(resolution))
	if err != nil {
		t.Fatal(err)
	}
	got := map[uint64]heap{}
	var cell, parent int64
	if _, err := pgx.ForEachRow(rows, []any{&cell, &parent}, func() error {
		if got[uint64(parent)] == nil {
			got[uint64(parent)] = heap{}
		}
		got[uint64(parent)].add(below[uint64(cell)])
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(got, above, maps.Equal[heap, heap]) {
		t.Errorf("going down to zoom %d %d clusters become those of %d, or others", z, len(above), len(got))
	}
}

func (h heap) add(o heap) {
	for k, n := range o {
		h[k] += n
	}
}

func summed(all map[uint64]heap) heap {
	out := heap{}
	for _, h := range all {
		out.add(h)
	}
	return out
}

// heapsBySQL counts the places that people see by an expression over the table, and by kind; among some ids when given.
func heapsBySQL(t *testing.T, db *pgx.Conn, by string, ids ...[]string) map[uint64]heap {
	t.Helper()
	query := `SELECT ` + by + `, kind, count(*) FROM atlante.place WHERE position IS NOT NULL AND status <> 'closed'
		AND ($1::uuid[] IS NULL OR id = ANY ($1)) GROUP BY 1, 2`
	var among []string
	if len(ids) > 0 {
		among = ids[0]
	}
	rows, err := db.Query(t.Context(), query, among)
	if err != nil {
		t.Fatal(err)
	}
	out := map[uint64]heap{}
	var cell int64
	var kind string
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&cell, &kind, &n}, func() error {
		if out[uint64(cell)] == nil {
			out[uint64(cell)] = heap{}
		}
		out[uint64(cell)].add(heap{"": n, kind: n})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func boundsOfPlaces(t *testing.T, db *pgx.Conn) (b orb.Bound) {
	t.Helper()
	if err := db.QueryRow(t.Context(), `SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Expand(ST_Extent(position)::geometry, 0.1) AS e
		FROM atlante.place) x`).Scan(&b.Min[0], &b.Min[1], &b.Max[0], &b.Max[1]); err != nil {
		t.Fatal(err)
	}
	return b
}

// drawnPlaces calls each for every feature of the places in all tiles of a zoom.
func drawnPlaces(t *testing.T, s *snapshot.Snapshot, b orb.Bound, z uint32, each func(geotest.TileFeature)) {
	t.Helper()
	first, last := world.Of(world.FromLonLat(b.Min[0], b.Max[1]), z), world.Of(world.FromLonLat(b.Max[0], b.Min[1]), z)
	w := mvt.NewWriter()
	for x := first.X; x <= last.X; x++ {
		for y := first.Y; y <= last.Y; y++ {
			tile := world.Tile{Z: z, X: x, Y: y}
			features, err := geotest.ReadTile(s.Layer(w, "places", "", tile), "places")
			if err != nil {
				t.Fatalf("%v: %v", tile, err)
			}
			for _, f := range features {
				each(f)
			}
		}
	}
}

// clustersOf gives the clusters of a zoom by cell; none may be drawn twice.
func clustersOf(t *testing.T, s *snapshot.Snapshot, b orb.Bound, z uint32) map[uint64]heap {
	t.Helper()
	out := map[uint64]heap{}
	drawnPlaces(t, s, b, z, func(f geotest.TileFeature) {
		h := heap{}
		if kind, one := f.Props["kind"].(string); one {
			h.add(heap{"": 1, kind: 1})
		}
		for name, n := range f.Props {
			if kind, is := strings.CutPrefix(name, "count"); is {
				h[strings.TrimPrefix(kind, "_")] += int(n.(float64))
			}
		}
		if out[f.ID] != nil || !f.HasID {
			t.Fatalf("zoom %d: cell %x twice, or none", z, f.ID)
		}
		out[f.ID] = h
	})
	return out
}

// placesOf gives the ids of the places that are drawn at a zoom, each in the tile that holds its point.
func placesOf(t *testing.T, s *snapshot.Snapshot, b orb.Bound, z uint32) []string {
	t.Helper()
	seen := map[string]bool{}
	var out []string
	drawnPlaces(t, s, b, z, func(f geotest.TileFeature) {
		if id := f.Props["id"].(string); !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	})
	return out
}
