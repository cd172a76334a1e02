package snapshot_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"atlante/geo/geotest"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// TestMemoryStaysBounded: changes, 1,000 in the soak, each a snapshot of its own, leave about as much memory taken as before: what a
// snapshot holds beside the one after it is some ten kilobytes with these places, and all of them together would show.
func TestMemoryStaysBounded(t *testing.T) {
	s := geotest.Store(t)
	db := geotest.Login(t, s)
	populate(t, db, 2000)
	h := holder(s)
	refresh := func() {
		if err := h.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	refresh()
	rng, w := rand.New(rand.NewPCG(9, 9)), mvt.NewWriter()
	step := func(i int) {
		at := 0.3 * rng.Float64()
		exec(t, db, `UPDATE atlante.place SET name = $1, position = ST_SetSRID(ST_MakePoint(7.2 + $2, 45.2), 4326)
			WHERE id = (SELECT id FROM atlante.place WHERE position IS NOT NULL ORDER BY md5(id::text || $1) LIMIT 1)`, fmt.Sprint("Luogo ", i), at)
		refresh()
		h.Now().Layer(w, "places", "", world.Of(world.FromLonLat(7.2+at, 45.2), 12))
	}
	for i := range 20 {
		step(-i)
	}
	before, first := heapInUse(), h.Now().Version("places")
	n := counted(250, 1000)
	for i := range n {
		step(i)
	}
	if took := h.Now().Version("places") - first; took < int64(n) {
		t.Fatalf("%d versions of %d changes", took, n)
	}
	after := heapInUse()
	t.Logf("%d KiB before, %d KiB after %d changes; the snapshot says %d KiB", before>>10, after>>10, n, h.Now().Bytes()>>10)
	if most := uint64(1<<20 + n<<12); after > before+most {
		t.Errorf("%d KiB more after %d changes", (after-before)>>10, n)
	}
	runtime.KeepAlive(h)
}

// heapInUse gives the bytes that are still reachable.
func heapInUse() uint64 {
	runtime.GC()
	runtime.GC() // finalizers and pools take two
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
