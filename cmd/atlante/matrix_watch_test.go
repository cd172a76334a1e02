package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// unwatched are tables whose changes change nothing for anybody: the counters of
// the limits, and the versions of layers with what they tell, which only grow.
var unwatched = []string{"rate", "input_version", "place_change"}

// watch keeps a copy of every table and has each change noted. Of sessions only
// those that begin or end count, not that one was seen.
func (h *house) watch() {
	h.t.Helper()
	h.exec(`CREATE SCHEMA watch; CREATE TABLE watch.changed (name text PRIMARY KEY);
		CREATE FUNCTION watch.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
		BEGIN INSERT INTO watch.changed VALUES (TG_TABLE_NAME) ON CONFLICT DO NOTHING; RETURN NULL; END $$;`)
	names, err := h.rows.Query(h.t.Context(), `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'atlante'::regnamespace AND c.relkind = 'r' ORDER BY 1`)
	if err != nil {
		h.t.Fatal(err)
	}
	if h.tables, err = pgx.CollectRows(names, pgx.RowTo[string]); err != nil {
		h.t.Fatal(err)
	}
	h.tables = slices.DeleteFunc(h.tables, func(n string) bool { return slices.Contains(unwatched, n) })
	for _, n := range h.tables {
		events := "INSERT OR UPDATE OR DELETE"
		if n == "session" {
			events = "INSERT OR DELETE"
		}
		h.exec(`CREATE TRIGGER watched AFTER ` + events + ` ON atlante.` + n + ` FOR EACH ROW EXECUTE FUNCTION watch.note()`)
		h.exec(`CREATE TRIGGER watched_whole AFTER TRUNCATE ON atlante.` + n + ` EXECUTE FUNCTION watch.note()`)
	}
}

func (h *house) exec(statements string, args ...any) {
	h.t.Helper()
	if _, err := h.rows.Exec(h.t.Context(), statements, args...); err != nil {
		h.t.Fatalf("%s: %v", statements, err)
	}
}

// changed are the tables of which a row has changed since the last reset.
func (h *house) changed() []string {
	h.t.Helper()
	rows, err := h.rows.Query(h.t.Context(), `SELECT name FROM watch.changed ORDER BY 1`)
	if err != nil {
		h.t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		h.t.Fatal(err)
	}
	return names
}

// reset puts the changed tables back to what they were in the estate. The copy
// of a table is made when it is first needed, from a database nobody writes to.
func (h *house) reset(changed []string) {
	h.t.Helper()
	if len(changed) == 0 {
		return
	}
	var b strings.Builder
	b.WriteString("BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM watch.changed;")
	for _, n := range changed {
		fmt.Fprintf(&b, "DELETE FROM atlante.%s; INSERT INTO atlante.%[1]s (%[2]s) OVERRIDING SYSTEM VALUE SELECT %[2]s FROM kept.%[1]s;", n, h.columns(n))
	}
	b.WriteString("COMMIT")
	h.exec(b.String())
}

// keepTables copies all tables that are not too large to be put back row by row.
// It belongs to the estate: all copies have them.
func (h *house) keepTables() {
	h.t.Helper()
	h.exec(`CREATE SCHEMA kept; DO $$ DECLARE n text; BEGIN
		FOR n IN SELECT relname FROM pg_class WHERE relnamespace = 'atlante'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) < 4000000 LOOP
		  EXECUTE format('CREATE TABLE kept.%I AS TABLE atlante.%I', n, n);
		END LOOP; END $$`)
}

func (h *house) columns(table string) string {
	h.t.Helper()
	var list string
	err := h.rows.QueryRow(h.t.Context(), `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
		WHERE attrelid = ('atlante.' || $1)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, table).Scan(&list)
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}
