package synthetic_test

import (
	"container/heap"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/ingest/facts"
	"atlante/geo/road"
	"atlante/geo/road/synthetic"
)

// facts of the territory, by name of the comune.
type territory struct {
	comuni  []geo.Comune
	valleys []geo.Valley
	passes  []geo.Pass
	byName  map[string]geo.Comune
}

func readTerritory(t testing.TB) territory {
	t.Helper()
	var f territory
	var err error
	if f.comuni, err = facts.Comuni(); err != nil {
		t.Fatal(err)
	}
	if f.valleys, err = facts.Valleys(); err != nil {
		t.Fatal(err)
	}
	if f.passes, err = facts.Passes(); err != nil {
		t.Fatal(err)
	}
	f.byName = map[string]geo.Comune{}
	for _, c := range f.comuni {
		f.byName[c.Name] = c
	}
	return f
}

func (f territory) network(size synthetic.Size, seed uint64) road.Network {
	return synthetic.Network(size, seed, f.comuni, f.valleys, f.passes, road.DefaultProfile())
}

// drive is a plain search over every node of a network: no contraction, no
// rounding, nothing of the product's own graph.
type drive struct {
	network road.Network
	winter  bool // roads closed in winter are closed
	first   []int32
	to      []int32
	minutes []float32
}

func newDrive(n road.Network, winter bool) *drive {
	d := &drive{network: n, winter: winter, first: make([]int32, len(n.Nodes)+1)}
	for _, fill := range []bool{false, true} {
		next := slices.Clone(d.first)
		for _, w := range n.Ways {
			if w.Winter && winter {
				continue
			}
			for k := 1; k < len(w.Nodes); k++ {
				d.step(next, fill, w.Nodes[k-1], w.Nodes[k], w.Car.Forward)
				d.step(next, fill, w.Nodes[k], w.Nodes[k-1], w.Car.Backward)
			}
		}
		if !fill {
			sum := int32(0)
			for i, c := range next {
				d.first[i], sum = sum, sum+c
			}
			d.to, d.minutes = make([]int32, sum), make([]float32, sum)
		}
	}
	return d
}

func (d *drive) step(next []int32, fill bool, a, b int32, kmh float32) {
	if kmh <= 0 || d.network.Nodes[a].NoCar || d.network.Nodes[b].NoCar {
		return
	}
	if fill {
		d.to[next[a]] = b
		d.minutes[next[a]] = float32(metres(d.network.Nodes[a], d.network.Nodes[b]) / float64(kmh) * 0.06)
	}
	next[a]++
}

func metres(a, b road.Node) float64 {
	lat := float64(a.Lat+b.Lat) / 2e7 * math.Pi / 180
	return 111195 * math.Hypot(float64(b.Lon-a.Lon)/1e7*math.Cos(lat), float64(b.Lat-a.Lat)/1e7)
}

// nearest node on a road for cars.
func (d *drive) nearest(p orb.Point) int32 {
	at := road.Node{Lon: int32(p.Lon() * 1e7), Lat: int32(p.Lat() * 1e7)}
	best, least := int32(-1), math.Inf(1)
	for i, n := range d.network.Nodes {
		if d.first[i] == d.first[i+1] {
			continue
		}
		if math.Abs(float64(n.Lat-at.Lat)) > least/111195*1e7 {
			continue
		}
		if m := metres(at, n); m < least {
			best, least = int32(i), m
		}
	}
	return best
}

// from gives the minutes from a node to all.
func (d *drive) from(start int32) []float64 {
	out := make([]float64, len(d.network.Nodes))
	for i := range out {
		out[i] = math.Inf(1)
	}
	out[start] = 0
	for q := (queue{{start, 0}}); len(q) > 0; {
		at := heap.Pop(&q).(reached)
		if at.minutes > out[at.node] {
			continue
		}
		for k := d.first[at.node]; k < d.first[at.node+1]; k++ {
			if m := at.minutes + float64(d.minutes[k]); m < out[d.to[k]] {
				out[d.to[k]] = m
				heap.Push(&q, reached{d.to[k], m})
			}
		}
	}
	return out
}

type reached struct {
	node    int32
	minutes float64
}

type queue []reached

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].minutes < q[j].minutes }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(reached)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// The times of the network are those of the real territory, within bounds: the
// eight drives of METRICS, by road, within 30 %; and the SNAI minutes of every
// comune to its pole without drift as a whole, four in five within 30 %.
func TestTimesArePlausible(t *testing.T) {
	t.Parallel()
	f := readTerritory(t)
	n := f.network(synthetic.Torino, 1)
	d := newDrive(n, true)
	for _, want := range []struct {
		from, to string
		minutes  float64
	}{
		{"Bardonecchia", "Susa", 33}, {"Ceresole Reale", "Cuorgnè", 45}, {"Bobbio Pellice", "Prali", 65},
		{"Usseglio", "Balme", 75}, {"Ceresole Reale", "Groscavallo", 90}, {"Pinerolo", "Torino", 40},
		{"Susa", "Torino", 45}, {"Sestriere", "Pragelato", 10},
	} {
		from, to := f.byName[want.from], f.byName[want.to]
		got := d.from(d.nearest(from.Seat))[d.nearest(to.Seat)]
		t.Logf("%s–%s: %.1f min, %.0f by road", want.from, want.to, got, want.minutes)
		if math.Abs(got/want.minutes-1) > 0.3 {
			t.Errorf("%s–%s: %.1f min, %.0f by road", want.from, want.to, got, want.minutes)
		}
	}
	byZone := d.toPoles(f)
	var all []float64
	for _, zone := range []geo.AltimetricZone{geo.AltimetricMountain, geo.AltimetricHill, geo.AltimetricPlain} {
		ratios := byZone[zone]
		slices.Sort(ratios)
		all = append(all, ratios...)
		t.Logf("zone %d: n %d, network over SNAI: p10 %.2f, median %.2f, p90 %.2f",
			zone, len(ratios), ratios[len(ratios)/10], ratios[len(ratios)/2], ratios[len(ratios)*9/10])
		if m := ratios[len(ratios)/2]; m < 0.85 || m > 1.15 {
			t.Errorf("zone %d: median ratio %.2f", zone, m)
		}
	}
	near := 0
	for _, r := range all {
		if r > 0.7 && r < 1.3 {
			near++
		}
	}
	t.Logf("%d of %d within 30 %%", near, len(all))
	if float64(near) < 0.75*float64(len(all)) {
		t.Errorf("only %d of %d comuni within 30 %% of their SNAI minutes", near, len(all))
	}
	passesInWinter(t, f, d, newDrive(n, false))
}

// passesInWinter: a pass that is closed takes the short way with it, one that is
// open all year changes nothing.
func passesInWinter(t *testing.T, f territory, winter, summer *drive) {
	minutes := func(d *drive, from, to string) float64 {
		return d.from(d.nearest(f.byName[from].Seat))[d.nearest(f.byName[to].Seat)]
	}
	if w, s := minutes(winter, "Meana di Susa", "Usseaux"), minutes(summer, "Meana di Susa", "Usseaux"); s > 0.8*w {
		t.Errorf("Colle delle Finestre: %.0f min in summer, %.0f in winter", s, w)
	}
	if w, s := minutes(winter, "Rubiana", "Viù"), minutes(summer, "Rubiana", "Viù"); w != s {
		t.Errorf("Colle del Lys is open all year: %.0f min in summer, %.0f in winter", s, w)
	}
}

// toPoles gives, by altimetric zone, the minutes to the pole over those of SNAI.
func (d *drive) toPoles(f territory) map[geo.AltimetricZone][]float64 {
	out := map[geo.AltimetricZone][]float64{}
	for _, pole := range f.comuni {
		var minutes []float64
		for _, c := range f.comuni {
			if c.Pole != pole.Name || c.ID == pole.ID || c.PoleMinutes <= 0 {
				continue
			}
			if minutes == nil {
				minutes = d.from(d.nearest(pole.Seat)) // the way back: only motorways differ
			}
			out[c.AltimetricZone] = append(out[c.AltimetricZone], minutes[d.nearest(c.Seat)]/c.PoleMinutes)
		}
	}
	return out
}
