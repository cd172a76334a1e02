package travel_test

import (
	"math/rand/v2"
	"os"
	"sync"
	"syscall"
	"testing"

	"atlante/geo"
	"atlante/geo/ingest/facts"
	"atlante/geo/road"
	"atlante/geo/road/synthetic"
	"atlante/geo/travel"
)

// benchGraph is the synthetic network for cars of the size that
// ATLANTE_BENCH_SIZE names: torino (as it is when not set) or piemonte.
var benchGraph = sync.OnceValues(func() (*road.Graph, error) {
	size := synthetic.Torino
	if name := os.Getenv("ATLANTE_BENCH_SIZE"); name != "" {
		var err error
		if size, err = synthetic.ParseSize(name); err != nil {
			return nil, err
		}
	}
	comuni, err := facts.Comuni()
	if err != nil {
		return nil, err
	}
	valleys, err := facts.Valleys()
	if err != nil {
		return nil, err
	}
	passes, err := facts.Passes()
	if err != nil {
		return nil, err
	}
	g, _ := road.Build(synthetic.Network(size, 1, comuni, valleys, passes, road.DefaultProfile()), geo.ModeCar, nil)
	return g, nil
})

// places in and around comuni, as people would put them.
func benchStops(b *testing.B, g *road.Graph, n int) []travel.Stop {
	comuni, err := facts.Comuni()
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(61, 62))
	var out []travel.Stop
	for range n {
		s, ok := g.Snap(near(random, comuni[random.IntN(len(comuni))]))
		if !ok {
			b.Fatal("no road")
		}
		out = append(out, travel.Stop{Snap: s, Walk: uint32(s.Metres * 10 / 1.3)})
	}
	return out
}

func benchField(b *testing.B) (*road.Graph, []travel.Stop) {
	g, err := benchGraph()
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d nodes, %d arcs", len(g.Lon), len(g.Leaving.Node))
	return g, benchStops(b, g, 600)
}

// BenchmarkFullSearch is one kind of 600 places, nearest and second nearest of
// every node.
func BenchmarkFullSearch(b *testing.B) {
	g, stops := benchField(b)
	search := travel.NewSearch(g, false)
	b.ReportAllocs()
	before := cpu(b)
	for b.Loop() {
		if _, err := search.Field(b.Context(), stops, 0); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-before)/float64(b.N)/1e6, "cpu-ms/op")
	b.ReportMetric((cpu(b)-before)/float64(b.N)/float64(len(g.Lon)), "cpu-ns/node")
}

// BenchmarkAddRemove puts one more place in and takes it out again.
func BenchmarkAddRemove(b *testing.B) {
	g, stops := benchField(b)
	f, err := travel.NewField(b.Context(), g, stops, travel.FieldOptions{})
	if err != nil {
		b.Fatal(err)
	}
	more := benchStops(b, g, 2000)[600:]
	b.ReportAllocs()
	b.ResetTimer()
	before := cpu(b)
	for i := range b.N {
		at := i % 600
		if err := f.Add(b.Context(), at, more[i%len(more)]); err != nil {
			b.Fatal(err)
		}
		if err := f.Remove(b.Context(), at); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-before)/float64(b.N)/1e6, "cpu-ms/op")
}

// cpu is the processor time of this process in nanoseconds, which a busy machine
// does not stretch as it does the hours of the wall.
func cpu(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkRoadsAfterOneChange asks for the times of 25,000 origins among 600
// places of which one is another than before.
func BenchmarkRoadsAfterOneChange(b *testing.B) {
	g, err := benchGraph()
	if err != nil {
		b.Fatal(err)
	}
	f := readFacts(b)
	p := travel.DefaultParameters()
	r, err := travel.NewRoads(g, nil, f.estimate(b, p), p, nil)
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(63, 64))
	var origins []travel.Origin
	for _, c := range f.comuni {
		for range 80 {
			origins = append(origins, travel.Origin{Comune: c.ID, Point: near(random, c)})
		}
	}
	targets, more := f.targets(random, 600), f.targets(random, 1000)
	if _, err := r.Nearest(b.Context(), origins, targets, geo.ModeCar); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	before := cpu(b)
	for i := range b.N {
		targets[i*7%600] = more[i%1000]
		if _, err := r.Nearest(b.Context(), origins, targets, geo.ModeCar); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-before)/float64(b.N)/1e6, "cpu-ms/op")
}
