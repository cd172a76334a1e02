package road

import (
	"bytes"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// gridNetwork is side × side crossings about 150 m apart, each joined to its
// neighbours by a way of four inner points; ids lie in no order on the ground, as
// in OpenStreetMap. 1 in 16 ways is one-way.
func gridNetwork(side int) Network {
	r := rand.New(rand.NewPCG(1, 2))
	crossings := side * side
	ways := 2 * side * (side - 1)
	n := Network{Nodes: make([]Node, crossings+4*ways), Ways: make([]Way, 0, ways)}
	order := r.Perm(len(n.Nodes))
	at := func(i int, x, y float64) int32 {
		k := order[i]
		n.Nodes[k] = Node{ID: int64(k), Lon: 70_000_000 + int32(x*19_000), Lat: 440_000_000 + int32(y*13_500)}
		return int32(k)
	}
	for i := range crossings {
		at(i, float64(i%side), float64(i/side))
	}
	next := crossings
	join := func(a, b int, dx, dy float64) {
		w := Way{ID: int64(len(n.Ways)), Nodes: []int32{int32(order[a])}, Car: Passage{Forward: 50, Backward: 50}}
		w.Foot = Passage{Forward: 4.68, Backward: 4.68}
		if r.IntN(16) == 0 {
			w.Car.Backward = 0
		}
		for k := range 4 {
			step := float64(k+1) / 5
			w.Nodes = append(w.Nodes, at(next, float64(a%side)+dx*step+dy*0.1*r.Float64(), float64(a/side)+dy*step+dx*0.1*r.Float64()))
			next++
		}
		w.Nodes = append(w.Nodes, int32(order[b]))
		n.Ways = append(n.Ways, w)
	}
	for i := range crossings {
		if i%side+1 < side {
			join(i, i+1, 1, 0)
		}
		if i+side < crossings {
			join(i, i+side, 0, 1)
		}
	}
	return n
}

// benchSide gives 80,000 nodes, and 9 million, about Piedmont and 40 km around
// it, with ATLANTE_SOAK=1.
func benchSide() int {
	if os.Getenv("ATLANTE_SOAK") == "1" {
		return 1000
	}
	return 95
}

func BenchmarkBuild(b *testing.B) {
	n := gridNetwork(benchSide())
	peak, stop := watchHeap()
	b.ReportAllocs()
	for b.Loop() {
		Build(n, geo.ModeCar, nil)
	}
	stop()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(n.Nodes)), "ns/node")
	b.ReportMetric(float64(*peak)/float64(len(n.Nodes)), "peak-B/node")
}

// watchHeap keeps the most memory in use, the network's own included.
func watchHeap() (peak *uint64, stop func()) {
	peak = new(uint64)
	quit, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.HeapInuse)
			select {
			case <-quit:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	return peak, func() { close(quit); <-done }
}

func BenchmarkSnap(b *testing.B) {
	side := benchSide()
	g, _ := Build(gridNetwork(side), geo.ModeCar, nil)
	r := rand.New(rand.NewPCG(3, 4))
	b.ReportAllocs()
	for b.Loop() {
		p := orb.Point{7 + 0.0019*float64(side)*r.Float64(), 44 + 0.00135*float64(side)*r.Float64()}
		if _, ok := g.Snap(p); !ok {
			b.Fatal("no road")
		}
	}
	b.ReportMetric(float64(16*len(g.snaps.boxes))/float64(len(g.Edges)), "index-B/edge")
	b.ReportMetric(float64(g.size())/float64(len(g.Lon)), "graph-B/node")
}

// size in memory, in bytes.
func (g *Graph) size() int {
	arcs := func(a Arcs) int { return 4*len(a.First) + 9*len(a.Node) }
	return 8*len(g.Lon) + 32*len(g.Edges) + 4*len(g.Shape) + arcs(g.Leaving) + arcs(g.Arriving) + 16*len(g.snaps.boxes)
}

func BenchmarkRead(b *testing.B) {
	g, _ := Build(gridNetwork(benchSide()), geo.ModeCar, nil)
	file := written(b, g)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(file))/float64(len(g.Lon)), "file-B/node")
}
