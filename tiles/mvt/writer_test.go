package mvt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	oracle "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"pgregory.net/rapid"

	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// ids interns values, which must all be of the kinds that tiles know.
func ids(t interface {
	Helper()
	Fatal(...any)
}, v *Values, values ...any) []ValueID {
	t.Helper()
	out := make([]ValueID, len(values))
	for i, x := range values {
		id, err := v.ID(x)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = id
	}
	return out
}

// read decodes one layer with a reader that is not ours.
func read(t testing.TB, tile []byte) *oracle.Layer {
	t.Helper()
	layers, err := oracle.Unmarshal(tile)
	if err != nil {
		t.Fatalf("the oracle cannot read the tile: %v", err)
	}
	if len(layers) != 1 {
		t.Fatalf("the tile has %d layers", len(layers))
	}
	return layers[0]
}

var anyValue = rapid.OneOf(
	rapid.Just[any](nil), rapid.String().AsAny(), rapid.Int64().AsAny(), rapid.Bool().AsAny(),
	rapid.Int64Range(-3, 200).AsAny(), rapid.Float64().AsAny(), rapid.SampledFrom([]string{"", "a", "ok"}).AsAny(),
)

// asRead is what a reader makes of a value: it cannot tell whole numbers from others.
func asRead(x any) any {
	if n, ok := x.(int64); ok {
		return float64(n)
	}
	if x == 0.0 {
		return 0.0 // -0 too
	}
	return x
}

// Points with any attributes come out of the oracle as they went in.
func TestPointsAgainstOracle(t *testing.T) {
	w, v := NewWriter(), NewValues()
	rapid.Check(t, func(t *rapid.T) {
		keys := []string{"a", "b", "c", "never"}
		schema := NewSchema("l", keys)
		tile := drawTile(t)
		w.Begin(schema, v, tile)
		rows := rapid.SliceOfN(rapid.SliceOfN(anyValue, 3, 3), 1, 30).Draw(t, "rows")
		var tags [][]ValueID
		for _, r := range rows {
			var row []ValueID
			for _, x := range append(r, nil) {
				id, err := v.ID(x)
				if err != nil {
					t.Fatal(err)
				}
				row = append(row, id)
			}
			tags = append(tags, row)
		}
		w.Begin(schema, v, tile)
		box := tile.Box(0)
		for i, r := range tags {
			w.Point(uint64(i)<<40, i%2 == 0, r, world.Point{X: box.MinX, Y: box.MaxY})
		}
		checkPoints(t, read2(t, w.End()), keys, rows)
	})
}

func read2(t *rapid.T, tile []byte) *oracle.Layer {
	layers, err := oracle.Unmarshal(tile)
	if err != nil || len(layers) != 1 {
		t.Fatalf("the oracle read %d layers: %v", len(layers), err)
	}
	return layers[0]
}

func checkPoints(t *rapid.T, l *oracle.Layer, keys []string, rows [][]any) {
	if l.Name != "l" || l.Version != 2 || l.Extent != 4096 || len(l.Features) != len(rows) {
		t.Fatalf("layer %q version %d extent %d with %d features for %d", l.Name, l.Version, l.Extent, len(l.Features), len(rows))
	}
	for i, f := range l.Features {
		want := geojson.Properties{}
		for k, x := range rows[i] {
			if x != nil {
				want[keys[k]] = asRead(x)
			}
		}
		if fmt.Sprint(f.Properties) != fmt.Sprint(want) {
			t.Fatalf("feature %d has %v, was given %v", i, f.Properties, want)
		}
		if p := f.Geometry.(orb.Point); p[0] != 0 || p[1] != 4096 {
			t.Fatalf("feature %d lies at %v", i, p)
		}
		if id, has := f.ID.(float64); has != (i%2 == 0) || has && id != float64(uint64(i)<<40) {
			t.Fatalf("feature %d has id %v", i, f.ID)
		}
	}
}

func drawTile(t *rapid.T) world.Tile {
	z := rapid.Uint32Range(0, 18).Draw(t, "z")
	n := uint32(1)<<z - 1
	return world.Tile{Z: z, X: rapid.Uint32Range(0, n).Draw(t, "x"), Y: rapid.Uint32Range(0, n).Draw(t, "y")}
}

func TestValuesAreHeldOnce(t *testing.T) {
	v := NewValues()
	many := []any{"", "a", int64(1), 1.0, true, false, int64(-1), int64(math.MinInt64), "1", math.Inf(1)}
	for i := range 5000 {
		many = append(many, int64(i+2), fmt.Sprint("n", i))
	}
	first, again := ids(t, v, many...), ids(t, v, many...)
	seen := map[ValueID]any{}
	for i, id := range first {
		if id == 0 || id != again[i] || seen[id] != nil {
			t.Fatalf("%v has numbers %d and %d, as has %v", many[i], id, again[i], seen[id])
		}
		seen[id] = many[i]
	}
	if ids(t, v, math.Copysign(0, -1))[0] != ids(t, v, 0.0)[0] {
		t.Error("-0 equals 0 but has a number of its own")
	}
	for _, x := range []any{math.NaN(), 1, float32(1), []byte("a")} {
		if _, err := v.ID(x); err == nil {
			t.Errorf("%T %v was taken for a value", x, x)
		}
	}
}

// The same features make the same bytes, whatever the writer did before; and a reader of fewer values goes on while
// more are added.
func TestWriterRepeatsItself(t *testing.T) {
	v, schema, tile := NewValues(), NewSchema("l", []string{"a", "b"}), world.Tile{Z: 3, X: 4, Y: 4}
	tags := [][]ValueID{ids(t, v, "x", int64(1)), ids(t, v, "y", nil), ids(t, v, "x", int64(2))}
	draw := func(w *Writer, s *Schema) []byte {
		w.Begin(s, v, tile)
		for i, r := range tags {
			ids(t, v, fmt.Sprint("later", v.Len()))
			w.Point(uint64(i), true, r, world.Point{X: 5 << 29, Y: 5 << 29})
		}
		return bytes.Clone(w.End())
	}
	fresh, used := NewWriter(), NewWriter()
	draw(used, NewSchema("other", []string{"c", "d", "e", "f"}))
	used.dict.epoch = math.MaxUint32
	if a, b := draw(fresh, schema), draw(used, schema); !bytes.Equal(a, b) {
		t.Errorf("the same layer is\n% x\nand then\n% x", a, b)
	}
	used.Begin(schema, v, tile)
	if b := used.End(); len(b) > 0 {
		t.Errorf("a layer without features is %q", b)
	}
}

// A layer begins with its length, however many bytes that takes, and no other byte before it.
func TestLengthOfLayer(t *testing.T) {
	v, w := NewValues(), NewWriter()
	for _, long := range []int{1, 100, 105, 20_000, 3 << 20, 1} {
		text := strings.Repeat("a", long)
		tags := ids(t, v, text)
		w.Begin(NewSchema("l", []string{"a"}), v, world.Tile{})
		w.Point(0, false, tags, world.Point{})
		b := w.End()
		n, k := binary.Uvarint(b[1:])
		if b[0] != tileLayers || len(b) != 1+k+int(n) || k != size(int(n)) {
			t.Errorf("a layer of %d bytes begins with % x", len(b), b[:6])
		}
		if got := read(t, b).Features[0].Properties["a"]; got != text {
			t.Errorf("a text of %d letters is not read back", long)
		}
	}
}

// Tiles are read while values are added: what a tile holds does not depend on it.
func TestValuesGrowWhileTilesAreMade(t *testing.T) {
	v, schema := NewValues(), NewSchema("l", []string{"a"})
	tags := ids(t, v, "first")
	done := make(chan error)
	go func() {
		var err error
		for i := range 20_000 {
			_, e := v.ID(int64(i))
			err = errors.Join(err, e)
		}
		done <- err
	}()
	w := NewWriter()
	for range 500 {
		w.Begin(schema, v, world.Tile{})
		w.Point(0, false, tags, world.Point{})
		if got := read(t, w.End()).Features[0].Properties["a"]; got != "first" {
			t.Fatalf("the tile holds %v", got)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestWriterAllocatesNothing(t *testing.T) {
	v, schema, tile := NewValues(), NewSchema("l", []string{"a", "b"}), world.Tile{Z: 10, X: 530, Y: 360}
	tags, c := ids(t, v, "x", int64(1)), centre(tile)
	hex := around(c, 1<<20, 6)
	area := shape.Simplify([]orb.MultiPolygon{{{metres(around(c, 1<<21, 300)), metres(around(c, 1<<22, 200))}}})[0]
	w := NewWriter()
	draw := func() {
		w.Begin(schema, v, tile)
		for range 50 {
			w.Point(1, true, tags, c)
			w.Hexagon(1, true, tags, hex)
			w.Hexagon(1, true, tags, around6(tile))
			w.Polygon(1, true, tags, area)
		}
		w.End()
	}
	draw()
	if n := testing.AllocsPerRun(20, draw); n > 0 {
		t.Errorf("a warm writer allocates %v times a tile", n)
	}
}

var edgeCell []world.Point

// around6 is a cell across the north-west corner of a tile.
func around6(t world.Tile) []world.Point {
	if edgeCell == nil {
		b := t.Box(0)
		edgeCell = around(world.Point{X: b.MinX, Y: b.MinY}, 1<<20, 6)
	}
	return edgeCell
}

func centre(t world.Tile) world.Point {
	b := t.Box(0)
	return world.Point{X: b.MinX/2 + b.MaxX/2, Y: b.MinY/2 + b.MaxY/2}
}

// around gives n corners on a circle, counterclockwise as seen on the map.
func around(c world.Point, radius float64, n int) []world.Point {
	out := make([]world.Point, n)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		out[i] = world.Point{X: uint32(float64(c.X) + radius*cos), Y: uint32(float64(c.Y) - radius*sin)}
	}
	return out
}

// metres gives a closed ring in EPSG:3857.
func metres(points []world.Point) orb.Ring {
	var r orb.Ring
	for _, p := range points {
		x, y := p.Mercator()
		r = append(r, orb.Point{x, y})
	}
	return append(r, r[0])
}
