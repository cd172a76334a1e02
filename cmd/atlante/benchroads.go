package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/road/synthetic"
	"atlante/geo/travel"
)

// benchPlaces is how many places of one kind are searched from.
const benchPlaces = 600

// roadRun is what was measured of a network of one size.
type roadRun struct {
	size      synthetic.Size
	imported  roadImported
	nodes     int // of the graph for cars
	arcs      int
	graphMB   float64
	readS     float64 // from the database
	search    searched
	within    searched  // places in the territory only: repairs, no full searches
	pgRouting *pgRouted // nil when it is not installed
}

// roads imports synthetic networks, searches them, and sets the search beside
// pgRouting's. It leaves the estimate in use, as it was.
func (b *bench) roads(ctx context.Context, d *database) error {
	if len(b.Roads) == 0 || b.Roads[0] == "none" {
		return nil
	}
	if _, err := exec.LookPath("osmium"); err != nil {
		b.write("## Roads\n\nNot measured: osmium is not installed (`sudo apt-get install osmium-tool`).\n\n")
		return nil
	}
	comuni, _, err := d.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return err
	}
	var runs []roadRun
	for _, name := range b.Roads {
		size, err := synthetic.ParseSize(name)
		if err != nil {
			return err
		}
		r, err := b.roadsOf(ctx, d, size, comuni)
		if err != nil {
			return fmt.Errorf("%s: %w", size, err)
		}
		runs = append(runs, r)
	}
	if _, err := d.RetireGraph(ctx); err != nil {
		return err
	}
	b.writeRoads(runs)
	return nil
}

// roadsOf measures one size.
func (b *bench) roadsOf(ctx context.Context, d *database, size synthetic.Size, comuni []geo.Comune) (roadRun, error) {
	r := roadRun{size: size}
	b.out.say("Strade / roads: %s …", size)
	version, err := b.importNetwork(ctx, d, &r)
	if err != nil {
		return r, err
	}
	before := heapMB()
	began := time.Now()
	g, err := d.ReadGraph(ctx, version, geo.ModeCar)
	if err != nil {
		return r, err
	}
	r.readS = time.Since(began).Seconds()
	r.graphMB = heapMB() - before
	r.nodes, r.arcs = len(g.Lon), len(g.Leaving.Node)
	within, err := stopsWithin(g, comuni)
	if err != nil {
		return r, err
	}
	if err := r.within.edits(ctx, g, within); err != nil {
		return r, err
	}
	stops, err := benchStops(g)
	if err != nil {
		return r, err
	}
	if err := r.search.edits(ctx, g, stops); err != nil {
		return r, err
	}
	return r, r.sideBySide(ctx, d.owner, g, stops)
}

// searchRounds of searches, ours and pgRouting's in turn, so that whatever else runs
// meets both.
const searchRounds = 5

// sideBySide compares results, then times both searches in turn.
func (r *roadRun) sideBySide(ctx context.Context, owner string, g *road.Graph, stops []travel.Stop) error {
	p, err := openPgRouting(ctx, owner, g, stops)
	if err != nil {
		return err
	}
	if p != nil {
		defer p.close(context.WithoutCancel(ctx))
	}
	r.pgRouting = p
	for range searchRounds {
		if err := r.search.fullSearches(ctx, g, stops, 3); err != nil {
			return err
		}
		if p == nil {
			continue
		}
		if err := p.search(ctx); err != nil {
			return err
		}
	}
	return nil
}

// benchStops are places all over the network, as dense as its crossings are,
// with a fixed seed.
func benchStops(g *road.Graph) ([]travel.Stop, error) {
	random := rand.New(rand.NewPCG(41, 42))
	return snapped(g, func(int) orb.Point {
		n := random.IntN(len(g.Lon))
		return orb.Point{float64(g.Lon[n])/1e7 + random.NormFloat64()*0.001, float64(g.Lat[n])/1e7 + random.NormFloat64()*0.001}
	})
}

// stopsWithin are places around the seats of the comuni only: the land beyond the
// border falls to those beside it, which have by far the largest regions.
func stopsWithin(g *road.Graph, comuni []geo.Comune) ([]travel.Stop, error) {
	random := rand.New(rand.NewPCG(45, 46))
	return snapped(g, func(i int) orb.Point {
		seat := comuni[i%len(comuni)].Seat
		return orb.Point{seat[0] + random.NormFloat64()*0.012, seat[1] + random.NormFloat64()*0.009}
	})
}

func snapped(g *road.Graph, point func(int) orb.Point) ([]travel.Stop, error) {
	walk := travel.DefaultParameters().WalkKmH / 3.6 / 10 // metres a decisecond
	var out []travel.Stop
	for i := range benchPlaces {
		s, ok := g.Snap(point(i))
		if !ok {
			return nil, fmt.Errorf("the graph has no roads")
		}
		out = append(out, travel.Stop{Snap: s, Walk: uint32(s.Metres / walk)})
	}
	return out, nil
}

// writeRoads writes the section.
func (b *bench) writeRoads(runs []roadRun) {
	b.write("## Roads\n\nSYNTHETIC networks of `atlante dev network`, made by a program: streets, hamlets, valleys, passes and motorways of the 312 comuni (`torino`), and as many more beyond their border as Piemonte has (`piemonte`). Real extracts are of that size: Liechtenstein has 425 road nodes for each km²; these have about 110 and 100.\n\n")
	b.writeImports(runs)
	b.writeSearches(runs)
	b.writeGrowth(runs)
	b.writePgRouting(runs)
}

// writeGrowth tells what a network three times as large takes.
func (b *bench) writeGrowth(runs []roadRun) {
	b.write("### Growth\n\nTime and memory for each node of the graph: they stay where the work grows with the network and no faster.\n\n| network | nodes of roads | nodes of the graph | full search, ms of CPU | ns a node | graph, MB | bytes a node | field, MB | bytes a node |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, r := range runs {
		n := float64(r.nodes)
		b.write("| %s | %d | %d | %s | %.0f | %s | %.0f | %s | %.0f |\n", r.size, r.imported.counts.Nodes, r.nodes,
			digits(middle(r.search.cpuMS)), 1e6*middle(r.search.cpuMS)/n, digits(r.graphMB), 1e6*r.graphMB/n, digits(r.search.fieldMB), 1e6*r.search.fieldMB/n)
	}
	b.write("\n")
}
