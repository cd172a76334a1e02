package pgrouting

import (
	"math"
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo/road"
	"atlante/geo/travel"
)

// arcs of both tables, with ids that are not shared.
const arcs = `'SELECT id, source, target, cost FROM ext.arcs UNION ALL SELECT 1000000000 + id, source, target, cost FROM ext.sources'`

// The super source is vertex 1, the nodes follow, then the places.
const superSource, firstNode = 1, 2

// loadArcs writes the leaving arcs, turned round: ways lead to the places.
func loadArcs(t *testing.T, conn *pgx.Conn, g *road.Graph, summer bool) {
	t.Helper()
	var rows [][]any
	for n := range g.Lon {
		for k := g.Leaving.First[n]; k < g.Leaving.First[n+1]; k++ {
			if summer || !g.Leaving.Winter[k] {
				rows = append(rows, []any{int64(firstNode + g.Leaving.Node[k]), int64(firstNode + n), float64(g.Leaving.Cost[k])})
			}
		}
	}
	load(t, conn, "arcs", rows)
}

// loadStops writes an arc of no cost from the super source to each place, and
// arcs from the place to the ends of its road.
func loadStops(t *testing.T, conn *pgx.Conn, g *road.Graph, stops []travel.Stop, summer bool) {
	t.Helper()
	exec(t, conn, `TRUNCATE ext.sources`)
	var rows [][]any
	for i, s := range stops {
		at := int64(firstNode + len(g.Lon) + i)
		rows = append(rows, []any{int64(superSource), at, 0.0})
		for _, end := range g.Arrive(s.Snap, summer) {
			if end.Cost != road.Closed {
				rows = append(rows, []any{at, int64(firstNode + end.Node), float64(end.Cost) + float64(s.Walk)})
			}
		}
	}
	load(t, conn, "sources", rows)
}

func load(t *testing.T, conn *pgx.Conn, table string, rows [][]any) {
	t.Helper()
	if _, err := conn.CopyFrom(t.Context(), pgx.Identifier{"ext", table}, []string{"source", "target", "cost"}, pgx.CopyFromRows(rows)); err != nil {
		t.Fatal(err)
	}
	exec(t, conn, `ANALYZE ext.arcs, ext.sources`)
}

// fromSuperSource is the distance to every node.
func fromSuperSource(t *testing.T, conn *pgx.Conn, nodes int) []float64 {
	t.Helper()
	out := make([]float64, nodes)
	for i := range out {
		out[i] = road.Closed
	}
	query(t, conn, `SELECT node, agg_cost FROM ext.pgr_drivingDistance(`+arcs+`, $1::bigint, 1e12::float8)`, []any{superSource}, func(v [2]int64, cost float64) {
		if n := v[0] - firstNode; n >= 0 && n < int64(nodes) {
			out[n] = cost
		}
	})
	return out
}

// fromEachStop is the distance to every node from each stop.
func fromEachStop(t *testing.T, conn *pgx.Conn, nodes, stops int) [][]float64 {
	t.Helper()
	out := make([][]float64, nodes)
	for n := range out {
		out[n] = make([]float64, stops)
		for i := range out[n] {
			out[n][i] = math.Inf(1)
		}
	}
	query(t, conn, `SELECT node, from_v, agg_cost FROM ext.pgr_drivingDistance(`+arcs+`,
		(SELECT array_agg(v) FROM generate_series($1::bigint, $2::bigint) AS v), 1e12::float8)`,
		[]any{firstNode + nodes, firstNode + nodes + stops - 1}, func(v [2]int64, cost float64) {
			if n := v[0] - firstNode; n >= 0 && n < int64(nodes) {
				out[n][v[1]-int64(firstNode+nodes)] = cost
			}
		})
	return out
}

// query reads one or two vertices and a cost from each row.
func query(t *testing.T, conn *pgx.Conn, statement string, arguments []any, use func(v [2]int64, cost float64)) {
	t.Helper()
	rows, err := conn.Query(t.Context(), statement, arguments...)
	if err != nil {
		t.Fatal(err)
	}
	var v [2]int64
	var cost float64
	into := []any{&v[0], &cost}
	if len(rows.FieldDescriptions()) == 3 {
		into = []any{&v[0], &v[1], &cost}
	}
	if _, err := pgx.ForEachRow(rows, into, func() error { use(v, cost); return nil }); err != nil {
		t.Fatal(err)
	}
}
