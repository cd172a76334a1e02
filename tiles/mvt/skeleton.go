// Package mvt writes Mapbox Vector Tiles 2.1.
package mvt

import (
	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// ValueID stands for a value of [Values]; 0 is the absent value.
type ValueID uint32

// Values are values of attributes.
type Values struct{}

// NewValues makes an empty set of values.
func NewValues() *Values { return &Values{} }

// ID gives the number of a value.
func (v *Values) ID(x any) (ValueID, error) { return 0, nil }

// Bytes is how much memory the values take.
func (v *Values) Bytes() int { return 0 }

// Schema is a layer's name and its keys.
type Schema struct{}

// NewSchema makes the schema of a layer.
func NewSchema(layer string, keys []string) *Schema { return &Schema{} }

// Writer writes one layer of one tile after the other.
type Writer struct{}

// NewWriter makes a writer.
func NewWriter() *Writer { return &Writer{} }

// Begin begins a layer of a tile.
func (w *Writer) Begin(s *Schema, v *Values, t world.Tile) {}

// Point writes a point.
func (w *Writer) Point(id uint64, hasID bool, tags []ValueID, p world.Point) {}

// Polygon writes an area.
func (w *Writer) Polygon(id uint64, hasID bool, tags []ValueID, s *shape.Area) {}

// Hexagon writes a cell.
func (w *Writer) Hexagon(id uint64, hasID bool, tags []ValueID, corners []world.Point) {}

// Len is the number of features so far.
func (w *Writer) Len() int { return 0 }

// End appends the layer.
func (w *Writer) End(dst []byte) []byte { return dst }
