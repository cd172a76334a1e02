package road

import (
	"testing"

	"atlante/geo"
)

// METRICS, Oracles: on a Manhattan grid of one minute a step, 2r²+2r+1 nodes lie
// within r minutes of one: 481, 1,861 and 4,141 at 15, 30 and 45. Every second
// way is drawn the other way round, and every way has a point in its middle.
func TestOracleManhattanGrid(t *testing.T) {
	const side, step = 95, 10_000
	var n Network
	for i := range side * side {
		n.Nodes = append(n.Nodes, Node{ID: int64(i), Lon: 75_000_000 + int32(i%side)*step, Lat: 450_000_000 + int32(i/side)*step})
	}
	join := func(a, b int) {
		if len(n.Ways)%2 == 1 {
			a, b = b, a
		}
		from, to := n.Nodes[a], n.Nodes[b]
		n.Nodes = append(n.Nodes, Node{ID: int64(len(n.Nodes)), Lon: (from.Lon + to.Lon) / 2, Lat: (from.Lat + to.Lat) / 2})
		w := Way{ID: int64(len(n.Ways)), Nodes: []int32{int32(a), int32(len(n.Nodes) - 1), int32(b)}, Foot: Passage{Forward: 1, Backward: 1}}
		w.Foot = w.Foot.Lasting(n.Metres(w), 1)
		n.Ways = append(n.Ways, w)
	}
	for i := range side * side {
		if i%side+1 < side {
			join(i, i+1)
		}
		if i+side < side*side {
			join(i, i+side)
		}
	}
	g, r := Build(n, geo.ModeFoot, nil)
	if r.Nodes != side*side-4 || r.Largest != 1 || r.Components != 1 || r.Dropped != 0 { // the corners are bends of one edge
		t.Fatalf("%+v", r)
	}
	centre := side / 2
	start := int32(-1)
	for i := range g.Lon {
		if g.Lon[i] == n.Nodes[centre*side+centre].Lon && g.Lat[i] == n.Nodes[centre*side+centre].Lat {
			start = int32(i)
		}
	}
	distance := from(g.Arriving, len(g.Lon), start, false)
	for minutes, want := range map[float64]int{15: 481, 30: 1861, 45: 4141} {
		within := 0
		for _, d := range distance {
			if d <= minutes*600 {
				within++
			}
		}
		if within != want {
			t.Errorf("%d nodes within %g minutes, not %d", within, minutes, want)
		}
	}
}
