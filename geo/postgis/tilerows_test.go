package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/project"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/hex"
	"atlante/geo/layer"
	"atlante/geo/postgis"
)

// wholeZooms are zooms at which the tiles show all features of a layer one by one:
// for cells, the first of each resolution.
var wholeZooms = map[string][]uint32{"zones": {9}, "comuni": {10}, "cells": {6, 8, 9, 11}, "gaps": {12},
	"places": {11}, "zone_labels": {8}, "comune_labels": {9}}

// kept is a copy of a row.
type kept struct {
	layer.Row
	props map[string]any
}

// allRows reads layers and keeps copies, by layer and scenario.
func allRows(t testing.TB, s *postgis.Store, layers ...string) (map[string][]kept, layer.State) {
	t.Helper()
	out := map[string][]kept{}
	var fields = map[string][]layer.Field{}
	kinds, err := s.Kinds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layer.Catalogue() {
		fields[l.ID] = l.Expand(kinds)
	}
	state, err := s.TileRows(t.Context(), layers, func(r *layer.Row) error {
		k := kept{*r, map[string]any{}}
		k.Values = slices.Clone(r.Values)
		for i, f := range fields[r.Layer] {
			if v := r.Values[i]; v != nil {
				k.props[f.Name] = v
			}
		}
		name := r.Layer + " " + r.Scenario
		out[name] = append(out[name], k)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, state
}

// Whole layers hold what the tiles of PostGIS hold, feature for feature, value for
// value, in the same order.
func TestRowsEqualTheTilesOfSQL(t *testing.T) {
	s := geotest.Real(t)
	db := geotest.Login(t, s)
	run(t, db, `UPDATE atlante.place SET external = true, comune = NULL WHERE id IN (
		SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM atlante.place WHERE position IS NOT NULL) AS p WHERE n % 4 = 0)`)
	run(t, db, `UPDATE atlante.place SET confirmed_on = '2026-05-01' WHERE name < 'L'`)
	box := orb.Bound{Min: orb.Point{6.4, 44.4}, Max: orb.Point{8.3, 45.8}}
	rows, _ := allRows(t, s, layerIDs()...)
	for _, l := range layer.Catalogue() {
		scenarios := []cover.Scenario{""}
		if l.Coverage {
			scenarios = []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned}
		}
		for _, sc := range scenarios {
			t.Run(l.ID+" "+string(sc), func(t *testing.T) {
				have := rows[l.ID+" "+string(sc)]
				at := map[string]int{}
				for i, r := range have {
					key := geotest.TileKey(l, geotest.TileFeature{Props: r.props})
					if _, twice := at[key]; twice {
						t.Fatalf("%s twice", key)
					}
					at[key] = i
				}
				seen := map[string]bool{}
				for _, z := range wholeZooms[l.ID] {
					compareTiles(t, s, l, sc, box, z, have, at, seen)
				}
				if len(seen) != len(have) || len(have) == 0 {
					t.Errorf("%d of %d rows were in tiles", len(seen), len(have))
				}
			})
		}
	}
}

func layerIDs() []string {
	var out []string
	for _, l := range layer.Catalogue() {
		out = append(out, l.ID)
	}
	return out
}

// compareTiles compares all tiles of a zoom over the box.
func compareTiles(t *testing.T, s *postgis.Store, l layer.Layer, sc cover.Scenario, box orb.Bound, z uint32, have []kept, at map[string]int, seen map[string]bool) {
	t.Helper()
	low, high := maptile.At(orb.Point{box.Min[0], box.Max[1]}, maptile.Zoom(z)), maptile.At(orb.Point{box.Max[0], box.Min[1]}, maptile.Zoom(z))
	for x := low.X; x <= high.X; x++ {
		for y := low.Y; y <= high.Y; y++ {
			b, err := s.Tile(t.Context(), l.ID, cmpScenario(sc), z, x, y)
			if err != nil {
				t.Fatal(err)
			}
			if len(b) == 0 {
				continue
			}
			layers, err := mvt.Unmarshal(b)
			if err != nil {
				t.Fatal(err)
			}
			last := -1
			for _, f := range layers[0].Features {
				key := geotest.TileKey(l, geotest.TileFeature{Props: f.Properties})
				i, ok := at[key]
				if !ok {
					t.Fatalf("%d/%d/%d: %s is in the tile and not among the rows", z, x, y, key)
				}
				if i <= last {
					t.Fatalf("%d/%d/%d: %s stands elsewhere among the rows", z, x, y, key)
				}
				last, seen[key] = i, true
				if !maps.EqualFunc(have[i].props, map[string]any(f.Properties), sameValue) {
					t.Fatalf("%s: row %v, tile %v", key, have[i].props, f.Properties)
				}
			}
		}
	}
}

func cmpScenario(sc cover.Scenario) cover.Scenario {
	if sc == "" {
		return cover.ScenarioCurrent
	}
	return sc
}

// sameValue: MVT has one kind of number for each of ours, and the reader makes all
// of them float64.
func sameValue(a, b any) bool {
	number := func(v any) any {
		switch v := v.(type) {
		case int64:
			return float64(v)
		case uint64:
			return float64(v)
		}
		return v
	}
	return number(a) == number(b)
}

// Keys, cells, points and shapes are those of the tables.
func TestRowsStandWhereTheTablesSay(t *testing.T) {
	s := geotest.Real(t)
	db := geotest.Login(t, s)
	rows, state := allRows(t, s, layerIDs()...)
	want, err := s.LayerVersions(t.Context())
	if err != nil || !maps.Equal(want, state.Versions()) {
		t.Errorf("versions %v, want %v, %v", state.Versions(), want, err)
	}
	kinds, err := s.Kinds(t.Context())
	if err != nil || !reflect.DeepEqual(kinds, state.Kinds) {
		t.Errorf("kinds %+v, want %+v, %v", state.Kinds, kinds, err)
	}
	if again, err := s.TileState(t.Context()); err != nil || !reflect.DeepEqual(again, state) {
		t.Errorf("%+v, %v", again, err)
	}
	for name, sql := range map[string]string{
		"cells current":  `SELECT count(*), sum(residents) FROM atlante.public_cell WHERE scenario = 'current'`,
		"cells planned":  `SELECT count(*), sum(residents) FROM atlante.public_cell WHERE scenario = 'planned'`,
		"comuni planned": `SELECT count(*), sum(residents) FROM atlante.public_comune WHERE scenario = 'planned'`,
		"gaps current":   `SELECT count(*), sum(residents) FROM atlante.public_gap WHERE scenario = 'current'`,
		"zone_labels ":   `SELECT count(*), sum(residents) FROM atlante.public_zone WHERE scenario = 'current'`,
		"places ":        `SELECT count(*), 0 FROM atlante.public_place`,
	} {
		var n, residents, sum int64
		if err := db.QueryRow(t.Context(), sql).Scan(&n, &residents); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[name] {
			m, _ := r.props["residents"].(int64)
			sum += m
		}
		if n != int64(len(rows[name])) || sum != residents {
			t.Errorf("%s: %d rows with %d residents, SQL says %d, %d", name, len(rows[name]), sum, n, residents)
		}
	}
	for _, r := range rows["cells current"] {
		if c := hex.Cell(r.Cell); c.String() != r.Key || r.props["h3"] != r.Key || r.Shape != nil {
			t.Fatalf("%x: key %s", r.Cell, r.Key)
		}
	}
	for _, r := range rows["places "] {
		if r.Key != r.props["id"] || r.Cell == 0 {
			t.Errorf("%+v", r)
		}
		var lon, lat float64
		err := db.QueryRow(t.Context(), "SELECT ST_X(position), ST_Y(position) FROM atlante.place WHERE id = $1 AND cell = $2", r.Key, int64(r.Cell)).Scan(&lon, &lat)
		if err != nil || r.Point != (orb.Point{lon, lat}) {
			t.Errorf("%s: %v, want %v %v, %v", r.Key, r.Point, lon, lat, err)
		}
	}
	for i, r := range rows["comuni current"] {
		b := project.MultiPolygon(r.Shape.Clone(), project.Mercator.ToWGS84).Bound()
		var lon, lat float64
		if err := db.QueryRow(t.Context(), "SELECT ST_XMin(geom), ST_YMax(geom) FROM atlante.boundary WHERE comune = $1", r.Key).Scan(&lon, &lat); err != nil {
			t.Fatal(err)
		}
		if math.Abs(lon-b.Min[0]) > 1e-6 || math.Abs(lat-b.Max[1]) > 1e-6 {
			t.Errorf("%s: %v, want %v %v", r.Key, b, lon, lat)
		}
		planned := rows["comuni planned"][i]
		if planned.Key != r.Key || !r.Shape.Equal(planned.Shape) {
			t.Errorf("%s: the planned one is %s, or lies elsewhere", r.Key, planned.Key)
		}
	}
}

// What the callback says ends the reading, and the store goes on.
func TestRowsEndWithTheirReader(t *testing.T) {
	s := geotest.Store(t)
	enough := errors.New("enough")
	for _, after := range []int{0, 1, 500} {
		n := 0
		_, err := s.TileRows(t.Context(), []string{"cells"}, func(*layer.Row) error {
			if n++; n > after {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || n != after+1 {
			t.Errorf("%d rows, %v", n, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.TileRows(ctx, []string{"cells"}, func(*layer.Row) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := s.TileRows(t.Context(), []string{"none"}, nil); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("%v", err)
	}
	if _, err := s.TileState(t.Context()); err != nil {
		t.Error(err)
	}
	empty := geotest.Empty(t)
	state, err := empty.TileRows(t.Context(), layerIDs(), func(r *layer.Row) error { return fmt.Errorf("a row %+v", r) })
	if err != nil || state.Kinds != nil || state.Publication != 0 {
		t.Errorf("%+v, %v", state, err)
	}
}

// BenchmarkTileRows reads all layers of the starting set.
func BenchmarkTileRows(b *testing.B) {
	s := geotest.Store(b)
	for _, layers := range append([][]string{layerIDs()}, []string{"cells"}, []string{"comuni"}) {
		b.Run(fmt.Sprint(len(layers), layers[0]), func(b *testing.B) {
			n := 0
			begun := time.Now()
			for b.Loop() {
				if _, err := s.TileRows(b.Context(), layers, func(*layer.Row) error { n++; return nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)/time.Since(begun).Seconds(), "rows/s")
			b.ReportMetric(float64(n)/float64(b.N), "rows")
		})
	}
}
