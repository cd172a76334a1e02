package postgis_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cql2"
	"atlante/geo/feature"
	"atlante/geo/postgis"
)

// pages walks all pages of a query and gives the ids in their order.
func pages(t *testing.T, s *postgis.Store, q feature.Query, between func(page int)) []string {
	t.Helper()
	var out []string
	for n := 0; n < 500; n++ {
		page, next := told(t, s, q)
		out = append(out, ids(page)...)
		if next == "" {
			return out
		}
		if len(page) != q.Limit {
			t.Fatalf("%+v: a page of %d before the last", q, len(page))
		}
		q.After = next
		if between != nil {
			between(n)
		}
	}
	t.Fatalf("%+v: no last page", q)
	return nil
}

// Pages by cursor are the whole in its order, whatever the order, with unknown
// values last either way; so are pages by offset.
func pagesAreTheWhole(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	list, err := s.FeatureCollections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		limit := map[string]int{feature.Places: 23, feature.Cells: 499, feature.Zones: 1, feature.Comuni: 4, feature.Gaps: 9}[c.ID]
		for i, f := range c.Fields {
			if c.ID == feature.Cells && i%6 != 0 || c.ID != feature.Places && i%2 != 0 {
				continue
			}
			sort := []feature.Sort{{Field: f.Name, Down: i%2 == 0}}
			if other := c.Fields[(i*7+3)%len(c.Fields)]; other.Name != f.Name {
				sort = append(sort, feature.Sort{Field: other.Name, Down: i%3 == 0})
			}
			q := feature.Query{Collection: c.ID, Sort: sort}
			all, _ := told(t, s, q)
			whole := ids(all)
			q.Limit = limit
			if got := pages(t, s, q, nil); !slices.Equal(got, whole) {
				t.Errorf("%s by %v: pages %v are not the whole %v", c.ID, sort, got, whole)
			}
			if want := inOrder(t, db, c, sort); !slices.Equal(whole, want) {
				t.Errorf("%s by %v: %v, SQL sorts %v", c.ID, sort, whole, want)
			}
		}
		q := feature.Query{Collection: c.ID, Limit: limit}
		all, _ := told(t, s, feature.Query{Collection: c.ID})
		for q.Offset = 0; q.Offset < min(len(all), 60); q.Offset += limit {
			page, _ := told(t, s, q)
			if !slices.Equal(ids(page), ids(all[q.Offset:min(q.Offset+limit, len(all))])) {
				t.Errorf("%s from %d: %v", c.ID, q.Offset, ids(page))
			}
		}
	}
}

// inOrder is the order that SQL gives the ids of an oracle.
func inOrder(t *testing.T, db *pgx.Conn, c feature.Collection, sort []feature.Sort) []string {
	t.Helper()
	var by []string
	for _, x := range sort {
		f, _, _ := c.Field(x.Field)
		text := f.Name
		if f.Type == feature.Text && f.Name != c.Key {
			text = "substr(" + text + `, 1, 100) COLLATE "it-x-icu"`
		}
		if text = "(" + text + ") IS NULL, " + text; x.Down {
			text += " DESC"
		}
		by = append(by, text)
	}
	rows, err := db.Query(t.Context(), fmt.Sprintf(`SELECT id FROM oracle_%s WHERE scenario IN ('', 'current') ORDER BY %s, %s`,
		c.ID, strings.Join(by, ", "), c.Key), pgx.QueryExecModeExec)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Writes between the pages move nobody: who is there from the first page to the
// last, and keeps its place in the order, is met exactly once.
func pagesStandWritesBetween(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	for _, sort := range [][]feature.Sort{nil, {{Field: "confirmed_on", Down: true}}, {{Field: "description"}, {Field: "zone"}}} {
		before, _ := told(t, s, feature.Query{Collection: feature.Places})
		serial := 0
		got := pages(t, s, feature.Query{Collection: feature.Places, Sort: sort, Limit: 9}, func(n int) {
			serial++
			id := fmt.Sprintf("%08x-0000-7000-9000-%012x", serial*0x10101, n)
			run(t, db, strings.NewReplacer("'00000000-0000-7000-8000-' || lpad(to_hex(n * 7919 % 100003), 12, '0')", "'"+id+"'",
				"generate_series(0, 159)", fmt.Sprintf("generate_series(%[1]d, %[1]d)", 200+n)).Replace(featurePlaces))
			run(t, db, "UPDATE atlante.place SET note = note || '.' WHERE name LIKE 'L''Orto%'")
			run(t, db, "DELETE FROM atlante.place WHERE id::text LIKE '%-7000-9000-%' AND id::text <> '"+id+"'")
		})
		times := map[string]int{}
		for _, id := range got {
			times[id]++
		}
		for _, f := range before {
			if strings.Contains(f.ID, "-7000-8000-") && times[f.ID] != 1 {
				t.Errorf("by %v: %s was met %d times", sort, f.ID, times[f.ID])
			}
		}
		for id, n := range times {
			if n > 1 {
				t.Errorf("by %v: %s was met %d times", sort, id, n)
			}
		}
	}
}

// Cursors of the longest texts, by as many fields as can be asked for, are no
// longer than a request may carry, and go on where they were made.
func pagesOfLongTexts(t *testing.T, s *postgis.Store, db *pgx.Conn) {
	// The first characters take six bytes each in JSON, and are the same for all.
	run(t, db, `UPDATE atlante.place SET name = repeat(U&'\2028', 300) || id, description = repeat('è<', 150) || id, hours = repeat(E'\x01', 300) || id,
		note = repeat(U&'\2028', 300) || id, operator = repeat(E'\x01', 300) || id WHERE hashtext(id::text) % 3 <> 0`)
	for _, sort := range [][]feature.Sort{
		{{Field: "description"}},
		{{Field: "name"}, {Field: "description", Down: true}, {Field: "hours"}, {Field: "note"}, {Field: "operator"}},
	} {
		q := feature.Query{Collection: feature.Places, Sort: sort}
		all, _ := told(t, s, q)
		q.Limit = 5
		var got []string
		for len(got) < len(all) {
			page, next := told(t, s, q)
			if got = append(got, ids(page)...); next == "" {
				break
			}
			if q.After = next; len(next) > feature.CursorMax {
				t.Fatalf("by %v: a cursor of %d characters", sort, len(next))
			}
		}
		if !slices.Equal(got, ids(all)) {
			t.Errorf("by %v: pages are not the whole", sort)
		}
	}
}

// A cursor goes on in the order that it was made for, and in no other.
func cursorsOfAnotherOrderAreRefused(t *testing.T, s *postgis.Store, _ *pgx.Conn) {
	made := feature.Query{Collection: feature.Places, Limit: 5, Sort: []feature.Sort{{Field: "name"}}}
	_, next := told(t, s, made)
	for name, q := range map[string]feature.Query{
		"the other way round":  {Collection: feature.Places, Sort: []feature.Sort{{Field: "name", Down: true}}},
		"another field":        {Collection: feature.Places, Sort: []feature.Sort{{Field: "kind"}}},
		"one more field":       {Collection: feature.Places, Sort: []feature.Sort{{Field: "name"}, {Field: "kind"}}},
		"no field":             {Collection: feature.Places},
		"another collection":   {Collection: feature.Comuni, Sort: []feature.Sort{{Field: "name"}}},
		"another one, unasked": {Collection: feature.Gaps},
	} {
		q.After, q.Limit = next, 5
		if err := refused(t, s, q); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	for _, cursor := range []string{"x", "bnVsbA", "e30", next[:len(next)-4], next + "AAAA", strings.Repeat("A", 40000),
		"eyJvIjoicGxhY2VzK25hbWUraWQiLCJ2IjpbMSwyXX0",      // {"o":"places+name+id","v":[1,2]}
		"eyJvIjoicGxhY2VzK25hbWUraWQiLCJ2IjpbImEiXX0",      // a value too few
		"eyJvIjoicGxhY2VzK25hbWUraWQiLCJ2IjpbImEiLCJiIl19", // no id
	} {
		q := made
		q.After = cursor
		if err := refused(t, s, q); err == nil {
			t.Errorf("%.40q: taken", cursor)
		}
	}
}

// refused gives the error of a query that cannot be answered as it stands; nil
// and a failed test when it is another one.
func refused(t *testing.T, s *postgis.Store, q feature.Query) error {
	t.Helper()
	_, err := s.Features(t.Context(), q, func(feature.Feature) error { return nil })
	if err != nil && !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("%+v: %v is not geo.ErrInvalid", q, err)
		return nil
	}
	if err != nil && !strings.Contains(err.Error(), " / ") {
		t.Errorf("%v: in one language", err)
	}
	return err
}

// What cannot be answered is refused with words, and never reaches the database.
func nonsenseIsRefused(t *testing.T, s *postgis.Store, _ *pgx.Conn) {
	for _, c := range []struct{ filter, says string }{
		{`name > 3`, "name (un testo)"}, {`zone = 'uno'`, "zone (un numero)"}, {`zone = TRUE`, "numero"}, {`confirmed_on > '2026-01-01'`, "DATE("},
		{`confirmed_on = TIMESTAMP('2026-01-01T00:00:00Z')`, "istante"}, {`nome = 'x'`, "nome"}, {`geom IS NULL`, "geom"},
		{`zone LIKE '1%'`, "zone (a number)"}, {`CASEI(zone) = 'x'`, "CASEI"}, {`name + 1 = 2`, "numeri"}, {`external > FALSE`, "true"},
		{`name IN ('a', 3)`, "number"}, {`zone IN ('a', 'b')`, "zone (a number)"}, {`zone BETWEEN 1 AND 'x'`, "number"},
		{`T_AFTER(name, DATE('2026-01-01'))`, "name"}, {`S_INTERSECTS(name, POINT(9 47))`, "geometry"},
		{`geometry = 'x'`, "geometry"}, {`S_WITHIN(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))`, "Self-intersection"},
		{`zone * 1e308 * 1e308 > 1`, "calcolo"}, {`(zone - 5) ^ 0.5 > 1`, "calcolo"}, {`name LIKE 'x\\'`, `\`},
	} {
		node, err := cql2.Parse(c.filter)
		if err == nil {
			err = refused(t, s, feature.Query{Collection: feature.Places, Filter: node})
			if err == nil {
				t.Errorf("%s: taken", c.filter)
				continue
			}
		}
		if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v does not say %q", c.filter, err, c.says)
		}
	}
	for name, q := range map[string]feature.Query{
		"sort by nothing known": {Sort: []feature.Sort{{Field: "nome"}}},
		"sort twice":            {Sort: []feature.Sort{{Field: "name"}, {Field: "name", Down: true}}},
		"sort by too many":      {Sort: []feature.Sort{{Field: "name"}, {Field: "kind"}, {Field: "comune"}, {Field: "zone"}, {Field: "note"}, {Field: "hours"}}},
		"sort by geometry":      {Sort: []feature.Sort{{Field: "geometry"}}},
		"a negative limit":      {Limit: -1},
		"a negative offset":     {Offset: -1},
		"a system unknown":      {CRS: 4258},
		"a filter's, unknown":   {FilterCRS: 3003},
		"no number":             {Equal: map[string]string{"zone": "uno"}},
		"no date":               {Equal: map[string]string{"confirmed_on": "ieri"}},
		"no such field":         {Equal: map[string]string{"email": "x"}},
		"a text with NUL":       {Equal: map[string]string{"name": "a\x00"}},
		"not UTF-8":             {Equal: map[string]string{"name": "\xff"}},
		"a scenario unknown":    {Scenario: "external"},
		"from after until":      {Since: day("2026-02-01"), Until: day("2026-01-01")},
	} {
		q.Collection = feature.Places
		if err := refused(t, s, q); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := s.Features(t.Context(), feature.Query{Collection: "persone"}, nil); !errors.Is(err, geo.ErrNotFound) {
		t.Error(err)
	}
}
