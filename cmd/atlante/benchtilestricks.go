package main

import (
	"fmt"
	"slices"
)

// trick is one thing that makes tiles fast, and the change to the source that takes
// it out. The program is built once more with each change, so that what is measured
// is the service without that trick and with all the others.
type trick struct {
	name, instead string
	edits         []edit
}

// edit puts other text into a file of the module, where the old one must stand just
// as often as told (0 is once).
type edit struct {
	file, old, new string
	times          int
}

// tileTricks are those that save work.
var tileTricks = []trick{
	{"packed index (`tiles/index/index.go`, and of borders `tiles/mvt/gather.go`)", "every box of a layer is looked at, and every vertex of a border", []edit{
		{file: "tiles/index/index.go", old: "x.descend(b, top, 0, span, each)", new: "each(0, x.n, false)"},
		{file: "tiles/mvt/gather.go", old: "return beyond&g.beyond(b) != 0 }", new: "return beyond&g.beyond(b) > 15 }"},
	}},
	{"dictionary of slots (`tiles/mvt/dictionary.go`)", "a map from the bytes of a value to its number, made for each tile", []edit{
		{file: "tiles/mvt/dictionary.go", old: "	n     int       // of them used\n", new: "	n     int\n	hashed map[string]uint32\n	w *Writer\n"},
		{file: "tiles/mvt/dictionary.go", old: "	d.epoch++\n", new: "	d.epoch++\n	d.hashed = map[string]uint32{}\n"},
		{file: "tiles/mvt/dictionary.go", old: "		s := &slots[id]\n", new: "		_ = slots\n		bytes := d.w.value(id)\n		number, known := d.hashed[string(bytes)]\n"},
		{file: "tiles/mvt/dictionary.go", old: "		if s.epoch != epoch {\n			*s = slot{epoch, uint32(len(d.used))}\n",
			new: "		if !known {\n			number = uint32(len(d.used))\n			d.hashed[string(bytes)] = number\n"},
		{file: "tiles/mvt/dictionary.go", old: "put(b, n, s.number)", new: "put(b, n, number)"},
		{file: "tiles/mvt/writer.go", old: "	w.grid = gridOf(t)\n", new: "	w.grid = gridOf(t)\n	w.dict.w = w\n"},
	}},
	// The degrees are not those of the vertex, which nobody has kept; projecting them takes as long.
	{"fixed point (`tiles/mvt/grid.go`)", "vertices are kept as longitude and latitude, and those drawn are projected while the tile is made", []edit{
		{file: "tiles/mvt/grid.go", old: "	return vertex{(int64(p.X)", new: "	const degree = 1 << world.Bits / 360.0\n	if world.FromLonLat(float64(p.X)/degree-180, 90-float64(p.Y)/(2*degree)) == (world.Point{}) {\n		p.Y++\n	}\n	return vertex{(int64(p.X)"},
	}},
	{"outlines of cells kept (`tiles/snapshot/cells.go`)", "H3 is asked for the corners while the tile is made", []edit{
		{file: "tiles/snapshot/cells.go", old: "b.columns.of(i), b.outlines.of(i))", new: "b.columns.of(i), anew(b.h3[i]))"},
		{file: "tiles/snapshot/cells.go", old: "// appendRing appends", new: "func anew(h3 uint64) []world.Point {\n	ring, _ := hex.Cell(h3).Boundary()\n	return appendRing(nil, ring)\n}\n\n// appendRing appends"},
	}},
	{"first zoom of a vertex (`tiles/mvt/gather.go`)", "Douglas and Peucker simplify while the tile is made, no finer than its zoom", []edit{
		{file: "tiles/mvt/gather.go", old: "	ring := c.a[:0]\n", new: "	first := shape.Anew(s.Points[from:to], s.First[from:to], g.zoom)\n	ring := c.a[:0]\n"},
		{file: "tiles/mvt/gather.go", old: "if s.First[i] > g.zoom {", new: "if first[i-from] > g.zoom {"},
		{file: "tiles/mvt/gather.go", old: "lastDrawn(s.First, i, end, g.zoom)", new: "from + lastDrawn(first, i-from, end-from, g.zoom)"},
		{file: "tiles/shape/simplify.go", old: "a.First[start:r.End], meet)", new: "a.First[start:r.End], meet, MaxFirst)"},
		{file: "tiles/shape/stretch.go", old: "	step    int\n", new: "	step    int\n	zoom    uint8\n"},
		{file: "tiles/shape/stretch.go", old: "meet []world.Point) {", new: "meet []world.Point, zoom uint8) {"},
		{file: "tiles/shape/stretch.go", old: "stretch{ring: ring,", new: "stretch{zoom: zoom, ring: ring,"},
		{file: "tiles/shape/stretch.go", old: "		s.zooms[s.index(k)] = least\n", new: "		if least > s.zoom {\n			return\n		}\n		s.zooms[s.index(k)] = least\n"},
		{file: "tiles/shape/stretch.go", old: "// anchors are", new: anewSource + "// anchors are"},
	}},
	{"nothing allocated (`tiles/make.go`, `tiles/pack/pack.go`)", "writer and compressor are made for each layer", []edit{
		{file: "tiles/make.go", old: "writers.Get().(*mvt.Writer)", new: "mvt.NewWriter()"},
		{file: "tiles/pack/pack.go", old: "packers.Get().(*packer)", new: "packers.New().(*packer)"},
	}},
	{"own compressor (`tiles/pack/deflate.go`)", "`klauspost/compress` at its level 2, the fastest in Go", []edit{
		{file: "tiles/pack/pack.go", old: "	deflater\n", new: "	z *flate.Writer\n"},
		{file: "tiles/pack/pack.go", old: "return new(packer) }", new: "z, _ := flate.NewWriter(nil, 2); return &packer{z: z} }"},
		{file: "tiles/pack/pack.go", old: "	out := append(p.out[:0], head[:]...)\n", new: "	w := bytes.NewBuffer(append(p.out[:0], head[:]...))\n"},
		{file: "tiles/pack/pack.go", old: "out = p.block(out, chunk, p.begin)", new: "p.z.Reset(w)\n		_, _ = p.z.Write(chunk)\n		_ = p.z.Flush()"},
		{file: "tiles/pack/pack.go", old: "p.out = append(p.align(out), lastBlock...)\n	out = append(", new: "p.out = append(w.Bytes(), lastBlock...)\n	out := append("},
	}},
}

// anewSource is what simplifies a ring while a tile is made, between the vertices that
// every zoom draws: among them those where borders meet.
const anewSource = `func Anew(ring []world.Point, known []uint8, zoom uint8) []uint8 {
	var meet []world.Point
	zooms := make([]uint8, len(ring))
	for i, f := range known {
		zooms[i] = MaxFirst + 1
		if f == 0 {
			meet = append(meet, ring[i])
		}
	}
	slices.SortFunc(meet, order)
	first(ring, zooms, meet, zoom)
	return zooms
}

`

// placedTrick is one that saves waiting and no work, or work that is not that of a cold
// tile of this territory: it shows where it was made for.
type placedTrick struct {
	trick
	run     engineRun
	clients int
	what    string // is measured
	of      func(tileRun) float64
}

func cpuOfTile(r tileRun) float64 { return r.cpu }

func betweenTiles(r tileRun) float64 { return 1e6 / r.perSecond }

var placedTricks = []placedTrick{
	{trick{"others may read (`tiles/turns.go`)", "a tile begins the moment the one before it ends", []edit{
		{file: "tiles/turns.go", old: "{ runtime.Gosched() }", new: "{ _ = runtime.Gosched }"},
	}}, engineRun{}, 64, "99th percentile in milliseconds, cold, 64 clients", func(r tileRun) float64 { return r.p99 }},
	{trick{"ready answers (`tiles/kept.go`, `api/wire/head.go`, `conn.go`)", "routes are asked, net/http writes the head field by field, and sends it and the first 4 KB by themselves", []edit{
		{file: "tiles/tiles.go", old: "sub.Use(s.kept, wire.Machine)", new: "sub.Use(wire.Machine)"},
		{file: "api/wire/head.go", old: "if c := connOf(r); c != nil &&", new: "if c := connOf(r); c != nil && len(body) < 0 &&"},
	}}, engineRun{cached: true}, 8, "microseconds between tiles, warm, 8 clients", betweenTiles},
	{trick{"threads to spare (`cmd/atlante/cores.go`)", "as many threads as cores", []edit{
		{file: "cmd/atlante/cores.go", old: "t.set(threadsPerCore * cores)", new: "t.set(cores)"},
	}}, engineRun{cached: true}, 64, "microseconds between tiles, warm, 64 clients", betweenTiles},
	{trick{"values in the order of the map (`tiles/mvt/values.go`)", "values in the order in which they were read", []edit{
		{file: "tiles/mvt/values.go", old: "	anew := make([]ValueID,", new: "	if rows != nil {\n		return\n	}\n	anew := make([]ValueID,"},
	}}, engineRun{times: italy}, 8, fmt.Sprintf("milliseconds of CPU, cold, 8 clients, %d times the data", italy), cpuOfTile},
}

// italy is how many times the territory's data the country has, about.
const italy = 50

func allTricks() []trick {
	out := slices.Clone(tileTricks)
	for _, t := range placedTricks {
		out = append(out, t.trick)
	}
	return out
}
