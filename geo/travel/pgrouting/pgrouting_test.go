// Package pgrouting compares the searches of geo/travel with those of pgRouting,
// which shares nothing with them. It holds tests only.
package pgrouting

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/ingest/facts"
	"atlante/geo/road"
	"atlante/geo/road/synthetic"
	"atlante/geo/travel"
)

func TestMain(m *testing.M) { geotest.Main(m) }

func soak() bool { return os.Getenv("ATLANTE_SOAK") == "1" }

// METRICS, oracles: pgRouting, from a super source with arcs of no cost to the
// places, gives the same distances on the same graph: every node of a synthetic
// network, all of them; 1,200,000 in the soak.
func TestDistancesEqualThoseOfPgRouting(t *testing.T) {
	conn := database(t)
	comuni, n := network(t)
	g, _ := road.Build(n, geo.ModeCar, nil)
	loadArcs(t, conn, g, false)
	random := rand.New(rand.NewPCG(71, 72))
	want, compared, reached, different := 30_000, 0, 0, 0
	if soak() {
		want = 1_200_000
	}
	for compared < want {
		stops := someStops(t, random, g, comuni, 1+random.IntN(600))
		loadStops(t, conn, g, stops, false)
		f, err := travel.NewField(t.Context(), g, stops, travel.FieldOptions{})
		if err != nil {
			t.Fatal(err)
		}
		theirs := fromSuperSource(t, conn, len(g.Lon))
		for node, cost := range theirs {
			compared++
			if cost != road.Closed {
				reached++
			}
			if ours := f.Node(int32(node)).FirstCost; float64(ours) != cost {
				if different++; different < 5 {
					t.Errorf("node %d of %d places: %d, pgRouting %g", node, len(stops), ours, cost)
				}
			}
		}
	}
	t.Logf("%d distances compared, %d of nodes with a way, %d different", compared, reached, different)
	if reached < compared*9/10 {
		t.Errorf("only %d of %d nodes have a way", reached, compared)
	}
}

// The second nearest has no super source: all distances from each place, and the
// two lowest of each node. Passes open in summer, people on foot.
func TestBothNearestEqualThoseOfPgRouting(t *testing.T) {
	conn := database(t)
	random := rand.New(rand.NewPCG(73, 74))
	g := lattice(random, 60)
	loadArcs(t, conn, g, true)
	var stops []travel.Stop
	for range 9 {
		stops = append(stops, travel.Stop{Snap: road.Snap{Edge: int32(random.IntN(len(g.Edges))), Fraction: random.Float64()}, Walk: uint32(random.IntN(900))})
	}
	loadStops(t, conn, g, stops, true)
	f, err := travel.NewField(t.Context(), g, stops, travel.FieldOptions{Summer: true})
	if err != nil {
		t.Fatal(err)
	}
	all := fromEachStop(t, conn, len(g.Lon), len(stops))
	for node := range g.Lon {
		got, want := f.Node(int32(node)), lowestTwo(all[node])
		if got != want {
			t.Fatalf("node %d: %+v, pgRouting %+v", node, got, want)
		}
	}
}

func lowestTwo(costs []float64) travel.Near {
	n := travel.Near{First: travel.None, Second: travel.None, FirstCost: road.Closed, SecondCost: road.Closed}
	first, second := math.Inf(1), math.Inf(1)
	for i, c := range costs {
		switch {
		case c < first:
			n.Second, n.SecondCost, second = n.First, n.FirstCost, first
			n.First, n.FirstCost, first = int32(i), uint32(c), c
		case c < second:
			n.Second, n.SecondCost, second = int32(i), uint32(c), c
		}
	}
	return n
}

func network(t *testing.T) ([]geo.Comune, road.Network) {
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	valleys, err := facts.Valleys()
	if err != nil {
		t.Fatal(err)
	}
	passes, err := facts.Passes()
	if err != nil {
		t.Fatal(err)
	}
	return comuni, synthetic.Network(synthetic.Torino, 1, comuni, valleys, passes, road.DefaultProfile())
}

func someStops(t *testing.T, random *rand.Rand, g *road.Graph, comuni []geo.Comune, n int) []travel.Stop {
	var out []travel.Stop
	for range n {
		seat := comuni[random.IntN(len(comuni))].Seat
		s, ok := g.Snap(orb.Point{seat[0] + random.NormFloat64()*0.02, seat[1] + random.NormFloat64()*0.015})
		if !ok {
			t.Fatal("no road")
		}
		out = append(out, travel.Stop{Snap: s, Walk: uint32(s.Metres / 0.13)})
	}
	return out
}

// lattice of crossings 100 to 200 m apart, with holes, one-way roads and passes.
func lattice(random *rand.Rand, side int) *road.Graph {
	var n road.Network
	for i := range side * side {
		n.Nodes = append(n.Nodes, road.Node{ID: int64(i + 1), Lon: 75_000_000 + int32(i%side*20_000+random.IntN(8000)), Lat: 450_000_000 + int32(i/side*15_000+random.IntN(6000))})
	}
	join := func(a, b int) {
		speed := float32(3 + random.IntN(80))
		w := road.Way{ID: int64(len(n.Ways) + 1), Nodes: []int32{int32(a), int32(b)}, Foot: road.Passage{Forward: speed, Backward: speed}, Winter: random.IntN(20) == 0}
		if random.IntN(6) == 0 {
			w.Foot.Backward = 0
		}
		if random.IntN(8) > 0 {
			n.Ways = append(n.Ways, w)
		}
	}
	for i := range side * side {
		if (i+1)%side > 0 {
			join(i, i+1)
		}
		if i+side < side*side {
			join(i, i+side)
		}
	}
	g, _ := road.Build(n, geo.ModeFoot, nil)
	return g
}

// database is one with pgRouting.
func database(t *testing.T) *pgx.Conn {
	owner, _ := geotest.Database(t)
	cfg, err := pgx.ParseConfig(owner)
	if err != nil {
		t.Fatal(err)
	}
	cfg.RuntimeParams["search_path"] = "ext"
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	var there bool
	if err := conn.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pgrouting')`).Scan(&there); err != nil {
		t.Fatal(err)
	}
	if !there {
		t.Skip("pgRouting is not installed: run `make test`, which installs it")
	}
	exec(t, conn, `CREATE EXTENSION pgrouting SCHEMA ext`)
	exec(t, conn, `CREATE TABLE ext.arcs (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, source bigint NOT NULL, target bigint NOT NULL, cost float8 NOT NULL)`)
	exec(t, conn, `CREATE TABLE ext.sources (LIKE ext.arcs INCLUDING ALL)`)
	return conn
}

func exec(t *testing.T, conn *pgx.Conn, statement string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
