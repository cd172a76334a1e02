package snapshot

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// TestChangesEqualReadingWhole: after any sequence of changes every tile is, byte for byte, what it is when all places are
// read anew; a tile that has changed is among the touched, and its version has; with compaction at any moment.
func TestChangesEqualReadingWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		town := newTown(rapid.Uint64().Draw(t, "town"))
		rows := map[string]layer.Row{}
		for n := range rapid.IntRange(0, 40).Draw(t, "places") {
			rows[key(n)] = town.place(t, n)
		}
		p, version := built(t, rows, 1), int64(1)
		var old *places
		var base *placeBase
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			version++
			before := p
			c := someChange(t, town, rows, version)
			var touched []world.Tile
			var err error
			if p, touched, err = p.apply(c); err != nil {
				t.Fatal(err)
			}
			switch rapid.IntRange(0, 2).Draw(t, "compaction") {
			case 0:
				old = p
				base = p.compacted()
			case 1:
				if old != nil && old.base == p.base {
					p = p.over(base, old)
				}
			}
			compareTiles(t, p, before, built(t, rows, version), touched, version)
		}
	})
}

// someChange changes rows, and tells what it has done as the store does.
func someChange(t *rapid.T, town town, rows map[string]layer.Row, version int64) layer.PlaceChange {
	c := layer.PlaceChange{State: layer.State{Places: version, Kinds: kinds}}
	for range rapid.IntRange(0, 5).Draw(t, "rows") {
		n := rapid.IntRange(0, 60).Draw(t, "row")
		if slices.Contains(c.Gone, key(n)) || slices.ContainsFunc(c.Present, func(r layer.Row) bool { return r.Key == key(n) }) {
			continue // the store names each once
		}
		switch rapid.IntRange(0, 3).Draw(t, "what") {
		case 0:
			delete(rows, key(n))
			c.Gone = append(c.Gone, key(n))
			continue
		case 1: // touched, and the same as before
			if r, ok := rows[key(n)]; ok {
				c.Present = append(c.Present, r)
			}
			continue
		}
		rows[key(n)] = town.place(t, n)
		c.Present = append(c.Present, rows[key(n)])
	}
	return c
}

func compareTiles(t *rapid.T, p, before, whole *places, touched []world.Tile, version int64) {
	w := mvt.NewWriter()
	for tile := range around(p, before, whole) {
		got, want, old := tileOf(w, p, "", tile), tileOf(w, whole, "", tile), tileOf(w, before, "", tile)
		if !bytes.Equal(got, want) {
			t.Fatalf("%v: %d bytes, read whole %d", tile, len(got), len(want))
		}
		isTouched := slices.Contains(touched, tile)
		if !bytes.Equal(got, old) && !isTouched {
			t.Fatalf("%v has changed and is not touched", tile)
		}
		if isTouched != (p.versions.of(tile) == version) || p.versions.of(tile) < before.versions.of(tile) {
			t.Fatalf("%v: version %d after %d, touched %v", tile, p.versions.of(tile), before.versions.of(tile), isTouched)
		}
		if len(got) > 0 && p.count("", tile) == 0 {
			t.Fatalf("%v: counted as empty", tile)
		}
	}
	if p.features() != whole.features() {
		t.Fatalf("%d places, not %d", p.features(), whole.features())
	}
}

// TestClustersAddUp: at each zoom the clusters of all tiles hold every place once, kind by kind.
func TestClustersAddUp(t *testing.T) {
	town, rows := newTown(7), map[string]layer.Row{}
	for n := range 3000 {
		rows[key(n)] = town.place(t, n)
	}
	p := built(t, rows, 1)
	want := map[any]int32{}
	for r := range maps.Values(rows) {
		want[r.Values[fieldOfKind]]++
	}
	for level, c := range p.clusters {
		n, kindsOf := int32(0), make([]int32, len(kinds))
		for _, f := range c.list {
			n += f.n
			for i, m := range f.kinds {
				kindsOf[i] += m
			}
		}
		if n != 3000 || len(c.list) < 2 {
			t.Errorf("level %d: %d places in %d clusters", level, n, len(c.list))
		}
		for i, k := range kinds {
			if kindsOf[i] != want[string(k.ID)] {
				t.Errorf("level %d: %d of %s, not %d", level, kindsOf[i], k.ID, want[string(k.ID)])
			}
		}
	}
}
