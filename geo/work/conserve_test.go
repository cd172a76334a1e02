package work_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// Nobody is lost: all sums close, with approximate and with real boundaries.
func TestNobodyIsLost(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(testing.TB) *postgis.Store{"approximate": geotest.Store, "real": geotest.Real} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for _, f := range faults(t, s) {
				t.Error(f)
			}
			l, err := s.Ledger(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if len(l.Figures) < 2500 || len(l.Gaps) < 30 || len(l.Balances) < 12 || len(l.Cells) < 10_000 {
				t.Errorf("the ledger is thin: %d figures, %d gaps, %d balances, %d cells", len(l.Figures), len(l.Gaps), len(l.Balances), len(l.Cells))
			}
			rules, err := s.Invariants(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rules {
				if r.Checked == 0 {
					t.Errorf("%s: nothing was checked", r.Name)
				}
			}
			conn := geotest.Login(t, s)
			execute(t, conn, "ANALYZE atlante.cell_times, atlante.cell_comune") // else PostgreSQL joins them cell by cell
			figuresBySQL(t, conn)
			gapsBySQL(t, conn)
		})
	}
}

// faults gives what `atlante check` finds: sums that do not close, named by
// their rule, and broken rules of the database by theirs.
func faults(t testing.TB, s *postgis.Store) []string {
	t.Helper()
	var out []string
	l, err := s.Ledger(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range cover.Check(l) {
		out = append(out, v.String())
	}
	rules, err := s.Invariants(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if r.Violations > 0 {
			out = append(out, r.Name)
		}
	}
	return out
}

// figuresBySQL adds up, by SQL alone, the residents of each comune by the stored
// minutes of their cells, and compares all four parts at every threshold with
// the published figures.
func figuresBySQL(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	const latest = `(SELECT max(id) FROM atlante.publication)`
	rows, err := conn.Query(t.Context(), `
		WITH k AS (SELECT k.*, c.id AS comune,
		                  CASE WHEN k.by_area THEN 'area' WHEN c.mountain_class IN ('T', 'P') THEN k.mode_mountain ELSE k.mode_else END AS mode
		             FROM atlante.kind k CROSS JOIN atlante.comune c WHERE NOT k.by_area),
		     m AS (SELECT k.*, m.minutes, CASE WHEN m.minutes > 0 THEN m.minutes WHEN k.mode = 'car' THEN k.threshold_car
		                  ELSE k.threshold_foot END AS theta
		             FROM k CROSS JOIN (VALUES (15), (30), (45), (0)) AS m (minutes)),
		     truth AS (SELECT t.scenario, m.comune, m.id AS kind, m.minutes,
		                  coalesce(sum(p.residents) FILTER (WHERE t.state IN ('ok', 'walk_only') AND t.t1 <= m.theta), 0) AS within,
		                  coalesce(sum(p.residents) FILTER (WHERE t.state IN ('ok', 'walk_only') AND t.t1 > m.theta), 0) AS beyond,
		                  coalesce(sum(p.residents) FILTER (WHERE t.state = 'unreachable'), 0) AS unreachable,
		                  coalesce(sum(p.residents) FILTER (WHERE t.state = 'unknown'), 0) AS unknown
		             FROM m JOIN atlante.cell_comune p ON p.comune = m.comune
		             JOIN atlante.cell_time t ON t.h3 = p.h3 AND t.kind = m.id AND t.mode = m.mode AND t.publication = `+latest+`
		            GROUP BY 1, 2, 3, 4),
		     said AS (SELECT f.scenario, f.area_id AS comune, f.kind, u.minutes, u.within, u.beyond, u.unreachable, u.unknown
		             FROM atlante.figure f
		            CROSS JOIN unnest(f.minutes, f.within, f.beyond, f.unreachable, f.unknown) AS u (minutes, within, beyond, unreachable, unknown)
		             JOIN atlante.kind k ON k.id = f.kind AND NOT k.by_area
		            WHERE f.publication = `+latest+` AND f.area = 'comune' AND f.territory = 'all')
		SELECT coalesce(t.scenario, s.scenario) || ' ' || coalesce(t.comune, s.comune) || ' ' || coalesce(t.kind, s.kind),
		       (t.within, t.beyond, t.unreachable, t.unknown) IS NOT DISTINCT FROM
		       (s.within::bigint, s.beyond::bigint, s.unreachable::bigint, s.unknown::bigint)
		  FROM truth t FULL JOIN said s USING (scenario, comune, kind, minutes)`)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	var what string
	var same bool
	_, err = pgx.ForEachRow(rows, []any{&what, &same}, func() error {
		if n++; !same {
			t.Errorf("%s: the figure is not what the minutes of the cells say", what)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n != 2*312*3*4 { // scenarios, comuni, kinds with travel, thresholds
		t.Errorf("%d figures compared", n)
	}
}

// gapsBySQL adds up the flagged residents by SQL: those of each gap, and those
// of the mountains, which are in a named gap or scattered.
func gapsBySQL(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	const latest = `(SELECT max(id) FROM atlante.publication)`
	wrong := column[string](t, conn, `SELECT g.scenario || ' ' || g.territory || ' ' || g.id FROM atlante.gap g
		WHERE g.publication = `+latest+` AND g.residents <> (SELECT sum(p.residents) FROM unnest(g.cells) AS c (h3)
			JOIN atlante.cell_comune p ON p.h3 = c.h3 AND p.comune = ANY (g.comuni))`)
	if len(wrong) > 0 {
		t.Errorf("gaps whose residents are not those of their cells: %s", strings.Join(wrong, ", "))
	}
	wrong = column[string](t, conn, `WITH flagged AS (SELECT t.scenario, t.kind, t.mode, sum(p.residents) AS n FROM atlante.cell_time t
		    JOIN atlante.cell_comune p ON p.h3 = t.h3
		    JOIN atlante.comune c ON c.id = p.comune AND c.mountain_class IN ('T', 'P')
		   WHERE t.publication = `+latest+` AND t.flag GROUP BY 1, 2, 3)
		SELECT b.scenario || ' ' || b.kind || ': ' || b.balance::text || ' flagged ' || coalesce(f.n, 0)
		  FROM atlante.gap_balance b JOIN atlante.kind k ON k.id = b.kind
		  LEFT JOIN flagged f ON f.scenario = b.scenario AND f.kind = b.kind AND f.mode = k.mode_mountain
		 WHERE b.publication = `+latest+` AND b.territory = 'mountain' AND NOT k.by_area
		   AND coalesce(f.n, 0) <> (b.balance->>'Named')::int + (b.balance->>'Scattered')::int`)
	if len(wrong) > 0 {
		t.Errorf("flagged mountain residents that are neither in a gap nor scattered: %s", strings.Join(wrong, "; "))
	}
}
