package road

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"atlante/geo"
)

// plainSnap looks at every segment of every edge.
func plainSnap(g *Graph, p orb.Point) (edge int32, squared float64) {
	around := plane{lon: p[0] * 1e7, lat: p[1] * 1e7}
	around.x, around.y = scale(p[1])
	edge, squared = -1, math.Inf(1)
	for i, e := range g.Edges {
		if !e.Snaps {
			continue
		}
		lon, lat, started := int32(0), int32(0), false
		g.each(i, func(toLon, toLat int32) {
			if started {
				if d, _ := around.toSegment(lon, lat, toLon, toLat); d < squared {
					edge, squared = int32(i), d
				}
			}
			lon, lat, started = toLon, toLat, true
		})
	}
	return edge, squared
}

func TestSnapFindsTheNearestEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, _ := Build(randomNetwork(t), geo.ModeCar, nil)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "points"), 3))
		for range 20 {
			p := orb.Point{7.5995 + 0.002*r.Float64(), 44.9995 + 0.002*r.Float64()}
			if len(g.Lon) > 0 && r.IntN(3) == 0 { // exactly on a node: every edge there is as near
				k := r.IntN(len(g.Lon))
				p = orb.Point{float64(g.Lon[k]) / 1e7, float64(g.Lat[k]) / 1e7}
			}
			s, ok := g.Snap(p)
			edge, squared := plainSnap(g, p)
			if ok != (edge >= 0) {
				t.Fatalf("found %t, edge %d", ok, edge)
			}
			if ok && (s.Edge != edge || math.Abs(s.Metres-math.Sqrt(squared)) > 1e-3+1e-4*s.Metres) {
				t.Fatalf("%+v, the nearest is edge %d at %g m", s, edge, math.Sqrt(squared))
			}
			if ok && !(s.Fraction >= 0 && s.Fraction <= 1) {
				t.Fatalf("%+v", s)
			}
		}
	})
}

// A straight road of four points along a meridian: the fraction is the share of
// its length, the costs are shares of its costs.
func TestTwoOffsetsOnAnEdge(t *testing.T) {
	n := Network{
		Nodes: []Node{{ID: 1, Lon: 75e6, Lat: 450e6}, {ID: 2, Lon: 75e6, Lat: 450e6 + 10_000}, {ID: 3, Lon: 75e6, Lat: 450e6 + 40_000}, {ID: 4, Lon: 75e6, Lat: 450e6 + 100_000}},
		Ways:  []Way{{ID: 1, Nodes: []int32{0, 1, 2, 3}, Car: Passage{Forward: 36, Backward: 18}}},
	}
	g, r := Build(n, geo.ModeCar, nil)
	if r.Nodes != 2 || r.Edges != 1 || r.Points != 2 || r.Arcs != 2 || r.Largest != 1 || r.Components != 1 {
		t.Fatalf("%+v", r)
	}
	at := func(lat float64) Snap {
		s, ok := g.Snap(orb.Point{7.501, lat})
		if !ok || math.Abs(s.Metres-78.8) > 0.1 {
			t.Fatalf("%+v: a thousandth of a degree of longitude at 45° is 78.85 m", s)
		}
		return s
	}
	quarter, most := at(45.0025), at(45.0075)
	e := g.Edges[0]
	if g.Lat[e.From] > g.Lat[e.To] { // the curve may run the other way
		quarter, most = most, quarter
	}
	if math.Abs(quarter.Fraction-0.25) > 1e-4 || math.Abs(most.Fraction-0.75) > 1e-4 {
		t.Fatal(quarter, most)
	}
	// 1,111.3 m at 10 and at 5 m/s.
	quick, slow := uint32(1111), uint32(2223)
	if e.There != min(e.There, e.Back) {
		quick, slow = slow, quick
	}
	if e.There != quick || e.Back != slow {
		t.Fatalf("%+v", e)
	}
	share := func(c uint32, f float64) uint32 { return uint32(math.Round(float64(c) * f)) }
	if got, want := g.Leave(quarter, false), [2]End{{e.From, share(e.Back, quarter.Fraction)}, {e.To, share(e.There, 1-quarter.Fraction)}}; got != want {
		t.Error("leave", got, want)
	}
	if got, want := g.Arrive(quarter, false), [2]End{{e.From, share(e.There, quarter.Fraction)}, {e.To, share(e.Back, 1-quarter.Fraction)}}; got != want {
		t.Error("arrive", got, want)
	}
	if there, back := g.Along(quarter, most), g.Along(most, quarter); there != share(e.There, most.Fraction-quarter.Fraction) || back != share(e.Back, most.Fraction-quarter.Fraction) {
		t.Error("along", there, back)
	}
	if g.Along(quarter, quarter) != 0 || g.Along(quarter, Snap{Edge: 1}) != Closed {
		t.Error("along itself, or along nothing")
	}
}

func TestOneWayAndWinterOffsets(t *testing.T) {
	g := &Graph{Mode: geo.ModeCar, Edges: []Edge{
		{From: 0, To: 1, There: 100, Back: Closed},
		{From: 0, To: 1, There: 50, Back: 50, Winter: true},
	}}
	mid := Snap{Edge: 0, Fraction: 0.5}
	if g.Leave(mid, false) != [2]End{{0, Closed}, {1, 50}} || g.Arrive(mid, false) != [2]End{{0, 50}, {1, Closed}} {
		t.Error("one way", g.Leave(mid, false), g.Arrive(mid, false))
	}
	if end := (Snap{Edge: 0, Fraction: 1}); g.Arrive(end, false) != [2]End{{0, 100}, {1, 0}} || g.Leave(end, false)[1].Cost != 0 {
		t.Error("at its end", g.Leave(end, false), g.Arrive(end, false))
	}
	if g.Along(Snap{Edge: 0, Fraction: 0.7}, mid) != Closed || g.Along(mid, Snap{Edge: 0, Fraction: 0.7}) != 20 {
		t.Error("against a one-way road")
	}
	if winter := (Snap{Edge: 1, Fraction: 0.5}); g.Leave(winter, false) != [2]End{{0, Closed}, {1, Closed}} || g.Leave(winter, true) != [2]End{{0, 25}, {1, 25}} {
		t.Error("closed in winter")
	}
}

// Metres are those of the ellipsoid: lengths of one degree, from the tables of
// WGS 84 (a degree of latitude 110.574 km at the equator, 111.132 at 45°; of
// longitude 111.320 at the equator, 78.847 at 45°).
func TestMetresOnTheEllipsoid(t *testing.T) {
	for _, x := range []struct {
		lon1, lat1, lon2, lat2 int32
		want                   float64
	}{
		{0, -5e6, 0, 5e6, 110574}, {0, 445e6, 0, 455e6, 111132}, {0, 0, 1e7, 0, 111320}, {0, 45e7, 1e7, 45e7, 78847},
	} {
		if got := Metres(x.lon1, x.lat1, x.lon2, x.lat2); math.Abs(got-x.want) > 1 {
			t.Errorf("%+v: %.1f m", x, got)
		}
	}
}
