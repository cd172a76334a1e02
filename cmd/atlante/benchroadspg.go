package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"

	"atlante/geo/road"
	"atlante/geo/travel"
)

// pgRouted is what pgRouting takes for the same search, on a connection whose
// tables go with it.
type pgRouted struct {
	conn     *pgx.Conn
	tx       pgx.Tx
	version  string
	compared int // distances, all equal to ours
	// CPU seconds of the backend: searching, with the rows counted there; the same
	// with the rows sent to us; reading the rows of the graph alone.
	searches, sent, reading []float64
}

// The graph of pgRouting: vertex 1 is the super source, then the nodes, then the
// places. Arcs are turned round, for ways lead to the places.
const (
	pgNode   = 2
	pgArcs   = `SELECT id, source, target, cost FROM bench.arcs UNION ALL SELECT 1000000000 + id, source, target, cost FROM bench.sources`
	pgSearch = ` FROM ext.pgr_drivingDistance('` + pgArcs + `', 1::bigint, 1e12::float8)`
)

// openPgRouting makes the tables and compares the distance of every node to its
// nearest place with ours; nil when pgRouting is not installed. One distance that
// differs is an error.
func openPgRouting(ctx context.Context, owner string, g *road.Graph, stops []travel.Stop) (*pgRouted, error) {
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return nil, err
	}
	p := &pgRouted{conn: conn}
	if err := p.open(ctx, g, stops); err != nil || p.version == "" {
		p.close(context.WithoutCancel(ctx))
		return nil, err
	}
	return p, nil
}

func (p *pgRouted) open(ctx context.Context, g *road.Graph, stops []travel.Stop) error {
	err := p.conn.QueryRow(ctx, `SELECT coalesce(max(default_version), '') FROM pg_available_extensions WHERE name = 'pgrouting'`).Scan(&p.version)
	if err != nil || p.version == "" {
		return err
	}
	if p.tx, err = p.conn.Begin(ctx); err != nil {
		return err
	}
	if err := loadPgRouting(ctx, p.tx, g, stops); err != nil {
		return err
	}
	different, err := p.differing(ctx, g, stops)
	if err == nil && different > 0 {
		return fmt.Errorf("%d of %d distances differ from pgRouting's", different, p.compared)
	}
	return err
}

// close leaves the database as it was.
func (p *pgRouted) close(ctx context.Context) {
	if p.tx != nil {
		_ = p.tx.Rollback(ctx)
	}
	_ = p.conn.Close(ctx)
}

// search measures one question of each form.
func (p *pgRouted) search(ctx context.Context) error {
	for _, q := range []struct {
		statement string
		into      *[]float64
	}{
		{`SELECT count(*), sum(agg_cost)` + pgSearch, &p.searches},
		{`SELECT node, agg_cost` + pgSearch, &p.sent},
		{`SELECT count(*), sum(cost) FROM (` + pgArcs + `) AS arcs`, &p.reading},
	} {
		pid := int(p.conn.PgConn().PID())
		before, err := cpuOf(pid)
		if err != nil {
			return err
		}
		if _, err := p.tx.Exec(ctx, q.statement); err != nil {
			return err
		}
		after, err := cpuOf(pid)
		if err != nil {
			return err
		}
		*q.into = append(*q.into, after-before)
	}
	return nil
}

// loadPgRouting makes the tables with their indexes. No worker beside the backend
// may compute: its CPU would not be counted.
func loadPgRouting(ctx context.Context, tx pgx.Tx, g *road.Graph, stops []travel.Stop) error {
	for _, statement := range []string{
		`SET LOCAL search_path = ext`, `SET LOCAL max_parallel_workers_per_gather = 0`, `SET LOCAL jit = off`,
		`CREATE EXTENSION IF NOT EXISTS pgrouting SCHEMA ext CASCADE`, `CREATE SCHEMA bench`,
		`CREATE TABLE bench.arcs (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, source bigint NOT NULL, target bigint NOT NULL, cost float8 NOT NULL)`,
		`CREATE TABLE bench.sources (LIKE bench.arcs INCLUDING ALL)`,
	} {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	if err := copyArcs(ctx, tx, "arcs", pgArcsOf(g)); err != nil {
		return err
	}
	if err := copyArcs(ctx, tx, "sources", pgSourcesOf(g, stops)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `CREATE INDEX ON bench.arcs (source); CREATE INDEX ON bench.arcs (target); ANALYZE bench.arcs, bench.sources`)
	return err
}

func copyArcs(ctx context.Context, tx pgx.Tx, table string, rows [][]any) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"bench", table}, []string{"source", "target", "cost"}, pgx.CopyFromRows(rows))
	return err
}

func pgArcsOf(g *road.Graph) [][]any {
	var rows [][]any
	for n := range g.Lon {
		for k := g.Leaving.First[n]; k < g.Leaving.First[n+1]; k++ {
			if !g.Leaving.Winter[k] {
				rows = append(rows, []any{int64(pgNode + g.Leaving.Node[k]), int64(pgNode + n), float64(g.Leaving.Cost[k])})
			}
		}
	}
	return rows
}

func pgSourcesOf(g *road.Graph, stops []travel.Stop) [][]any {
	var rows [][]any
	for i, s := range stops {
		at := int64(pgNode + len(g.Lon) + i)
		rows = append(rows, []any{int64(1), at, 0.0})
		for _, end := range g.Arrive(s.Snap, false) {
			if end.Cost != road.Closed {
				rows = append(rows, []any{at, int64(pgNode + end.Node), float64(end.Cost) + float64(s.Walk)})
			}
		}
	}
	return rows
}

// differing counts the nodes whose distance to the nearest place is not
// pgRouting's.
func (p *pgRouted) differing(ctx context.Context, g *road.Graph, stops []travel.Stop) (different int, err error) {
	field, err := travel.NewField(ctx, g, stops, travel.FieldOptions{})
	if err != nil {
		return 0, err
	}
	theirs := make([]float64, len(g.Lon))
	for i := range theirs {
		theirs[i] = road.Closed
	}
	rows, err := p.tx.Query(ctx, `SELECT node, agg_cost`+pgSearch)
	if err != nil {
		return 0, err
	}
	var node int64
	var cost float64
	if _, err := pgx.ForEachRow(rows, []any{&node, &cost}, func() error {
		if n := node - pgNode; n >= 0 && n < int64(len(theirs)) {
			theirs[n] = cost
		}
		return nil
	}); err != nil {
		return 0, err
	}
	for n, cost := range theirs {
		p.compared++
		if float64(field.Node(int32(n)).FirstCost) != cost {
			different++
		}
	}
	return different, nil
}

// clockTick is the unit of /proc/PID/stat in seconds: 100 a second on every Linux
// that Go runs on.
const clockTick = 0.01

// cpuOf is what a process has computed so far: user and system time.
func cpuOf(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(text), ") ") // the name may hold blanks
	f := strings.Fields(after)
	if len(f) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat: %q", pid, text)
	}
	var user, system float64
	if _, err := fmt.Sscan(f[11]+" "+f[12], &user, &system); err != nil {
		return 0, err
	}
	return (user + system) * clockTick, nil
}

// storedGraphs is how many megabytes of the database the graphs in use take.
func storedGraphs(ctx context.Context, owner string) (float64, error) {
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var mb float64
	err = conn.QueryRow(ctx, `SELECT sum(length(p.bytes)) / 1e6 FROM atlante.road_graph_part p JOIN atlante.road_graph g ON g.id = p.graph WHERE g.active`).Scan(&mb)
	return mb, err
}

// writePgRouting sets both searches side by side.
func (b *bench) writePgRouting(runs []roadRun) {
	b.write("### Beside pgRouting\n\nThe same graph, the same places joined to it at the same points: `pgr_drivingDistance` from a super source with arcs of no cost to the places, over indexed and analyzed tables, in one backend whose CPU time the kernel counts. First the distances of all nodes were compared; then both searched in turn, %d rounds, of which the run in the middle counts. pgRouting gives the distance to the nearest place, ours the nearest and the second nearest with their names. \"Counted\": its rows are only counted where they are; \"sent\": they are sent to whoever asks, as ours are at hand; \"reading\" is what PostgreSQL takes to read the rows of the graph, once for each question. At least 40 times less CPU is asked.\n\n| network | distances compared | different | pgRouting counted, CPU s | sent | of these reading | ours, CPU s | ratio, counted | ratio, sent |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n", searchRounds)
	version := ""
	for _, r := range runs {
		p := r.pgRouting
		if p == nil {
			b.write("| %s | not measured: pgRouting is not installed (`sudo apt-get install postgresql-15-pgrouting`) | | | | | | | |\n", r.size)
			continue
		}
		ours := middle(r.search.cpuMS) / 1e3
		b.write("| %s | %d | 0 | %s | %s | %s | %.4f | **%.0f** | %.0f |\n", r.size, p.compared, digits(middle(p.searches)), digits(middle(p.sent)),
			digits(middle(p.reading)), ours, middle(p.searches)/ours, middle(p.sent)/ours)
		version = "pgRouting " + p.version + "."
	}
	b.write("\n%s\n\n", version)
}
