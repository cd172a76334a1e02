package travel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/travel"
)

// modelOf has one comune, with its seat in the network, so that the graph covers
// it.
func modelOf(t testing.TB, car *road.Graph, p travel.Parameters, seat orb.Point) *travel.Roads {
	t.Helper()
	e, err := travel.NewEstimate([]geo.Comune{{ID: "001001", Name: "Qui", Seat: seat, AltimetricZone: geo.AltimetricMountain}}, nil, nil, p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := travel.NewRoads(car, nil, e, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// village is a random network of about side² crossings, 200 m apart, with holes,
// one-way streets and roads closed in winter, built as any other.
func village(t testing.TB, random *rand.Rand, side int) *road.Graph {
	t.Helper()
	var n road.Network
	for i := range side * side {
		n.Nodes = append(n.Nodes, road.Node{ID: int64(i + 1),
			Lon: 75_000_000 + int32(i%side)*25_000 + int32(random.IntN(9000)), Lat: 450_000_000 + int32(i/side)*18_000 + int32(random.IntN(6000))})
	}
	for _, e := range gridEdges(side, func() (uint32, uint32, bool, bool) { return 1, 1, false, random.IntN(7) > 0 }) {
		speed := float32([]int{10, 20, 30, 50, 90}[random.IntN(5)])
		w := road.Way{ID: int64(len(n.Ways) + 1), Nodes: []int32{e.From, e.To}, Car: road.Passage{Forward: speed, Backward: speed}, Winter: random.IntN(30) == 0}
		switch random.IntN(12) {
		case 0:
			w.Car.Backward = 0
		case 1:
			w.Car.Backward = speed / 2
		}
		n.Ways = append(n.Ways, w)
	}
	g, _ := road.Build(n, geo.ModeCar, nil)
	return g
}

func (s scatter) point() orb.Point {
	return orb.Point{7.5 + s.random.Float64()*0.0025*float64(s.side), 45 + s.random.Float64()*0.0018*float64(s.side)}
}

// scatter draws points over a village.
type scatter struct {
	random *rand.Rand
	side   int
}

// betweenAll measures the roads between all origins by the textbook (Floyd and
// Warshall), every road at the quicker of its directions, cut where origins stand.
func betweenAll(t *testing.T, g *road.Graph, origins []travel.Origin, summer bool) [][]float64 {
	n := len(g.Lon)
	size := n + len(origins)
	d := make([][]float64, size)
	for i := range d {
		d[i] = slices.Repeat([]float64{math.Inf(1)}, size)
		d[i][i] = 0
	}
	join := func(a, b int, c float64) { d[a][b], d[b][a] = min(d[a][b], c), min(d[b][a], c) }
	on := map[int32][]int{}
	at := make([]float64, len(origins))
	for i, o := range origins {
		s, ok := g.Snap(o.Point)
		if !ok {
			t.Fatal("no road")
		}
		e := g.Edges[s.Edge]
		at[i] = math.Round(s.Fraction * float64(min(e.There, e.Back)))
		on[s.Edge] = append(on[s.Edge], i)
	}
	for k, e := range g.Edges {
		cost := min(e.There, e.Back)
		if cost == road.Closed || (e.Winter && !summer) {
			continue
		}
		join(int(e.From), int(e.To), float64(cost))
		for _, i := range on[int32(k)] {
			join(n+i, int(e.From), at[i])
			join(n+i, int(e.To), float64(cost)-at[i])
			for _, j := range on[int32(k)] {
				join(n+i, n+j, math.Abs(at[i]-at[j]))
			}
		}
	}
	for via := range size {
		for a := range size {
			if da := d[a][via]; !math.IsInf(da, 1) {
				for b := range size {
					d[a][b] = min(d[a][b], da+d[via][b])
				}
			}
		}
	}
	out := make([][]float64, len(origins))
	for i := range out {
		out[i] = d[n+i][n:]
	}
	return out
}

// groups numbers what hangs together, by the lowest member.
func groups(n int, linked func(a, b int) bool) string {
	of := make([]int, n)
	for i := range of {
		of[i] = i
	}
	for again := true; again; {
		again = false
		for a := range n {
			for b := range n {
				if linked(a, b) && of[b] > of[a] {
					of[b], again = of[a], true
				} else if linked(a, b) && of[a] > of[b] {
					of[a], again = of[b], true
				}
			}
		}
	}
	return fmt.Sprint(of)
}

// The links of one search join what all distances between all origins would: for
// the bound, and for every shorter one too. And no link is shorter than the way.
func TestLinksEqualAllPairs(t *testing.T) {
	random := rand.New(rand.NewPCG(51, 52))
	for round := range 30 {
		side := 6 + random.IntN(7)
		g := village(t, random, side)
		p := travel.DefaultParameters()
		p.SummerPasses = round%2 == 1
		s := scatter{random, side}
		r := modelOf(t, g, p, s.point())
		var origins []travel.Origin
		for range 2 + random.IntN(50) {
			origins = append(origins, travel.Origin{Comune: "001001", Point: s.point()})
		}
		origins = append(origins, origins[0])
		all := betweenAll(t, g, origins, p.SummerPasses)
		within := []float64{0.5, 1, 2.5, 10}[random.IntN(4)]
		links, err := r.Links(t.Context(), origins, geo.ModeCar, within)
		if err != nil {
			t.Fatal(err)
		}
		by := map[[2]int]float64{}
		for i, l := range links {
			by[[2]int{int(l.A), int(l.B)}] = l.Minutes
			if l.A >= l.B || l.Minutes > within || l.Minutes*600 < all[l.A][l.B]-1e-6 || (i > 0 && (links[i-1].A > l.A || links[i-1].A == l.A && links[i-1].B >= l.B)) {
				t.Fatalf("round %d: link %+v, the way takes %.1f ds", round, l, all[l.A][l.B])
			}
		}
		for _, m := range []float64{within / 8, within / 3, within} {
			got := groups(len(origins), func(a, b int) bool {
				at, ok := by[[2]int{min(a, b), max(a, b)}]
				return ok && at*600 <= m*600+1e-6
			})
			if want := groups(len(origins), func(a, b int) bool { return all[a][b] <= m*600+1e-6 }); got != want {
				t.Fatalf("round %d, %d origins within %g minutes:\n%s\n%s", round, len(origins), m, got, want)
			}
		}
		again, _ := r.Links(t.Context(), origins, geo.ModeCar, within)
		if !slices.Equal(again, links) {
			t.Fatalf("round %d: asked again, other links", round)
		}
	}
}
