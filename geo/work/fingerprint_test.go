package work_test

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo/geotest"
	"atlante/geo/postgis"
)

// soak asks for the counts that the issues name, instead of reduced ones.
func soak() bool { return os.Getenv("ATLANTE_SOAK") == "1" }

// rowSum is the sum over the hashes of rows r. That of a row is itself a sum over those of its values, which two rows that
// exchange a value leave as it is: so it is hashed once more.
const rowSum = `coalesce(sum(hashint4extended(hash_record(r), 0)::numeric), 0)::text`

// sum is the number of rows of a table and the sum over their hashes, whatever their order.
type sum struct {
	rows  int
	check string
}

// cellTables are the large ones: sums that are taken often leave them out.
var cellTables = []string{"cell", "cell_comune", "cell_figure", "cell_share", "cell_shape", "cell_times"}

// fingerprint sums up every table of ours but the ones named.
func fingerprint(t testing.TB, s *postgis.Store, except ...string) map[string]sum {
	t.Helper()
	conn := geotest.Login(t, s)
	defer conn.Close(t.Context()) // fingerprints are many, connections few
	tables := column[string](t, conn, `SELECT table_name::text FROM information_schema.tables
		WHERE table_schema = 'atlante' AND table_type = 'BASE TABLE'`)
	out := map[string]sum{}
	for _, name := range tables {
		if slices.Contains(except, name) {
			continue
		}
		table := pgx.Identifier{"atlante", name}.Sanitize()
		var n sum
		err := conn.QueryRow(t.Context(), `SELECT count(*)::int, `+rowSum+` FROM `+table+` AS r`).Scan(&n.rows, &n.check)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = n
	}
	if len(out) < 20 {
		t.Fatalf("only %d tables found", len(out))
	}
	return out
}

// TestSumSeesAnExchange: two rows that give each other a value are not the same two rows.
func TestSumSeesAnExchange(t *testing.T) {
	conn := geotest.Login(t, geotest.Empty(t))
	before := one[string](t, conn, "SELECT "+rowSum+" FROM (VALUES (1, 'Susa'), (2, 'Ivrea')) AS r")
	after := one[string](t, conn, "SELECT "+rowSum+" FROM (VALUES (1, 'Ivrea'), (2, 'Susa')) AS r")
	same := one[string](t, conn, "SELECT "+rowSum+" FROM (VALUES (2, 'Ivrea'), (1, 'Susa')) AS r")
	if before == after || before != same {
		t.Errorf("%s, exchanged %s, in another order %s", before, after, same)
	}
}

// unchanged compares two fingerprints table by table.
func unchanged(t testing.TB, before, after map[string]sum) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if before[name] != after[name] {
			t.Errorf("table %s has changed: %d rows, now %d", name, before[name].rows, after[name].rows)
		}
	}
}

// changedTables lists the tables whose rows differ.
func changedTables(before, after map[string]sum) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if before[name] != after[name] {
			out = append(out, name)
		}
	}
	return out
}

// column runs a query of one column.
func column[T any](t testing.TB, conn *pgx.Conn, query string, args ...any) []T {
	t.Helper()
	rows, err := conn.Query(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return out
}

// one runs a query of one value.
func one[T any](t testing.TB, conn *pgx.Conn, query string, args ...any) T {
	t.Helper()
	var v T
	if err := conn.QueryRow(t.Context(), query, args...).Scan(&v); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return v
}

// execute runs statements of a test.
func execute(t testing.TB, conn *pgx.Conn, statement string, args ...any) int64 {
	t.Helper()
	tag, err := conn.Exec(t.Context(), statement, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
	return tag.RowsAffected()
}

func itoa(n int) string { return strconv.Itoa(n) }
