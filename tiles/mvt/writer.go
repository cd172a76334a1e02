// Package mvt writes Mapbox Vector Tiles 2.1 (extent 4096): one layer of one tile at a time, as fast as the bytes can
// be put down. https://github.com/mapbox/vector-tile-spec/tree/master/2.1
package mvt

import (
	"encoding/binary"
	"slices"

	"atlante/tiles/world"
)

// Writer writes a layer of a tile, then the next. It keeps its memory between tiles and allocates nothing once it has
// seen the largest. One goroutine at a time; the zero value is ready for use.
type Writer struct {
	dict dictionary
	grid grid
	clip clipper
	join joiner

	schema *Schema
	data   []byte   // of the values
	ends   []uint32 // of the values
	body   []byte   // the layer so far: place for what comes before it, its head, its features
	geo    []byte   // the geometry in the making
	n      int

	identifiers []uint32 // where they begin in what End has given
}

// NewWriter makes a writer.
func NewWriter() *Writer { return new(Writer) }

// The types of geometry.
const (
	point   = 1
	polygon = 3
)

// A UUID as a value of a layer: tag and length of the value, tag and length of the string, and its text.
const (
	identifierHead = 4
	identifierSize = 36
)

// maxLead is the most that comes before a layer: its tag in the tile's message, and its length.
const maxLead = 1 + 5

// maxPoint is the most that a point takes: a command and two varints.
const maxPoint = 1 + 5 + 5

// Begin begins the layer of a schema in a tile; what was begun before is forgotten. Values must be those that the tags
// of the features come from, and hold all of them by now. Zooms go to 18: see where in clip.go.
func (w *Writer) Begin(s *Schema, v *Values, t world.Tile) {
	w.schema, w.n, w.body = s, 0, append(append(w.body[:0], make([]byte, maxLead)...), s.head...)
	w.data, w.ends = v.read()
	w.dict.begin(len(s.keys), len(w.ends))
	w.grid = gridOf(t)
}

// Point writes a point. It is drawn where it lies, also outside the tile: which points belong to it the caller knows.
// Tags stand in the order of the schema's keys.
func (w *Writer) Point(id uint64, hasID bool, tags []ValueID, p world.Point) {
	v := w.grid.vertex(p)
	geo := w.more(nil, maxPoint)
	geo[0] = 1<<3 | moveTo
	n := put(geo, 1, zigzag(int32(v.x)))
	n = put(geo, n, zigzag(int32(v.y)))
	w.feature(id, hasID, tags, point, geo[:n])
}

// Len is the number of features written since Begin.
func (w *Writer) Len() int { return w.n }

// feature writes a feature around a geometry.
func (w *Writer) feature(id uint64, hasID bool, tags []ValueID, kind byte, geo []byte) {
	d := &w.dict
	d.encode(tags)
	length := 2 + 1 + size(len(geo)) + len(geo)
	if d.n > 0 {
		length += 1 + size(d.n) + d.n
	}
	var number [11]byte
	k := 0
	if hasID {
		number[0] = featureID
		for k = 1; id >= 0x80; id, k = id>>7, k+1 {
			number[k] = byte(id) | 0x80
		}
		number[k] = byte(id)
		k++
	}
	length += k
	w.body = slices.Grow(w.body, length+6)
	b, i := w.body[:cap(w.body)], len(w.body)
	b[i] = layerFeatures
	i = put(b, i+1, uint32(length))
	i += copy(b[i:], number[:k])
	if d.n > 0 {
		b[i] = featureTags
		i = put(b, i+1, uint32(d.n))
		i += copy(b[i:], d.tags[:d.n])
	}
	b[i], b[i+1], b[i+2] = featureType, kind, featureGeometry
	i = put(b, i+3, uint32(len(geo)))
	i += copy(b[i:], geo)
	w.body = b[:i]
	w.n++
}

// End gives the layer, as a field of the tile's message: layers one after the other are a tile. It is empty when no
// feature was written, and it is the writer's own memory, until the next Begin.
//
// A layer is written once, where it stays; how long it has become is written before it, close up.
func (w *Writer) End() []byte {
	w.identifiers = w.identifiers[:0]
	if w.n == 0 {
		return nil
	}
	b, d := w.body, &w.dict
	for _, k := range d.names {
		b = append(b, w.schema.keys[k]...)
	}
	for _, id := range d.used {
		value := w.value(id)
		b = append(b, value...)
		if len(value) == identifierHead+identifierSize {
			w.identifiers = append(w.identifiers, uint32(len(b)-identifierSize))
		}
	}
	b = append(b, extent...)
	length := len(b) - maxLead
	start := maxLead - 1 - size(length)
	b[start] = tileLayers
	binary.PutUvarint(b[start+1:], uint64(length))
	w.body = b[:len(w.body)]
	for i := range w.identifiers {
		w.identifiers[i] -= uint32(start)
	}
	return b[start:]
}

// Identifiers are where UUIDs begin in what End has given, in ascending order, until the next Begin: whoever packs it need
// not look for repetitions in them. They are known by their length alone; a name as long packs a little worse for it.
func (w *Writer) Identifiers() []uint32 { return w.identifiers }

func (w *Writer) value(id ValueID) []byte {
	start := uint32(0)
	if id > 1 {
		start = w.ends[id-2]
	}
	return w.data[start:w.ends[id-1]]
}
