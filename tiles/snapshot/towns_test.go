package snapshot

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

var kinds = []geo.Kind{{ID: "partner"}, {ID: "portineria"}, {ID: "cer", ByArea: true}}

// town makes rows of places: many of them share a point, some lie on the edges of tiles.
type town struct{ rng *rand.Rand }

func newTown(seed uint64) town { return town{rand.New(rand.NewPCG(seed, 6))} }

func key(n int) string {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	id[0] = byte(n * 37)
	return id.String()
}

func (t town) at() orb.Point {
	switch t.rng.IntN(4) {
	case 0: // a comune's seat
		n := float64(t.rng.IntN(4))
		return orb.Point{7.35 + n/10, 45.27 - n/20}
	case 1: // where tiles meet
		return orb.Point{360.0/1024*float64(t.rng.IntN(8)+520) - 180, 45 + t.rng.Float64()/100}
	}
	return orb.Point{7 + t.rng.Float64()*0.8, 44.6 + t.rng.Float64()*0.8}
}

func (t town) place(tb interface{ Fatal(...any) }, n int) layer.Row {
	at := t.at()
	cell, err := hex.Of(at, hex.Resolution)
	if err != nil {
		tb.Fatal(err)
	}
	values := make([]any, placeFields+1+len(kinds))
	values[0], values[1] = key(n), fmt.Sprintf("Luogo %d", t.rng.IntN(50))
	values[2] = string(kinds[t.rng.IntN(len(kinds))].ID)
	values[3], values[4] = fmt.Sprintf("0012%02d", t.rng.IntN(90)), "active"
	values[5] = []string{"exact", "house_number", "street", "comune"}[t.rng.IntN(4)]
	if t.rng.IntN(5) == 0 {
		values[7] = true
	}
	return layer.Row{Layer: "places", Key: key(n), Cell: uint64(cell), Point: at, Values: values}
}

// built reads rows as a whole layer.
func built(tb interface{ Fatal(...any) }, rows map[string]layer.Row, version int64) *places {
	l := newLoad([]string{"places"}, 1<<40, maphash.MakeSeed())
	for _, r := range rows {
		if err := l.add(&r); err != nil {
			tb.Fatal(err)
		}
	}
	out, refused, err := l.finish(layer.State{Places: version, Kinds: kinds}, nil)
	if err != nil || len(refused) > 0 {
		tb.Fatal(err, refused)
	}
	return out["places"].body.(*places)
}

func tileOf(w *mvt.Writer, b body, scenario string, t world.Tile) []byte {
	b.write(w, scenario, t)
	return bytes.Clone(w.End())
}

// around are the tiles of all zooms at the points of a layer, and their neighbours.
func around(ps ...*places) map[world.Tile]bool {
	out := map[world.Tile]bool{}
	for _, p := range ps {
		for i := range p.base.key {
			neighbours(out, p.base.drawn[i])
		}
		for _, q := range p.added {
			neighbours(out, q.drawn)
		}
	}
	return out
}

func neighbours(out map[world.Tile]bool, p world.Point) {
	for z := uint32(5); z <= 16; z++ {
		t := world.Of(p, z)
		for dx := range uint32(3) {
			for dy := range uint32(3) {
				out[world.Tile{Z: z, X: t.X + dx - 1, Y: t.Y + dy - 1}] = true
			}
		}
	}
}

func TestSpiral(t *testing.T) {
	rows := map[string]layer.Row{}
	town := newTown(1)
	for n := range 30 {
		r := town.place(t, n)
		r.Point = orb.Point{7.5, 45.1}
		r.Values[5] = "comune"
		rows[r.Key] = r
	}
	p := built(t, rows, 1)
	seen := map[world.Point]bool{}
	for _, at := range p.base.drawn {
		seen[at] = true
	}
	if len(seen) != 30 {
		t.Errorf("30 places of one point are drawn at %d", len(seen))
	}
}
