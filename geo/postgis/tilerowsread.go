package postgis

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/layer"
)

// tileColumns are the fields that have a column of their own in the statements
// tile_rows_<layer>, in their order between the first five columns and props; the
// other fields of the catalogue stand in props.
var tileColumns = map[string][]string{
	"zones":         {"zone", "name", "zone_source", "residents"},
	"comuni":        {"istat", "name", "zone", "valley", "mountain", "snai", "residents"},
	"cells":         {"comune", "residents"},
	"gaps":          {"id", "kind", "territory", "zone", "valley", "name", "residents", "residents_low", "residents_high", "severity", "rank", "confidence"},
	"zone_labels":   {"name", "residents"},
	"comune_labels": {"name", "residents"},
	"places":        {"id", "name", "kind", "comune", "operating_status", "precision", "confirmed_on", "external"},
}

// The columns that all these statements begin with.
const (
	columnKey = iota
	columnCell
	columnLon
	columnLat
	columnShape
	columnFirst // of tileColumns
)

// rowReader turns the rows of COPY into rows of a layer.
type rowReader struct {
	row    layer.Row
	fields []layer.Field
	at     []int // where the value of each column stands
	props  *propsReader
	texts  map[string]any // values are made once for all rows that have them
	wholes map[int32]any
	shapes map[string]orb.MultiPolygon // by key, of layers whose shape does not depend on the scenario
	each   func(*layer.Row) error
}

func newRowReader(l layer.Layer, kinds []geo.Kind, each func(*layer.Row) error) (*rowReader, error) {
	r := &rowReader{fields: l.Expand(kinds), texts: map[string]any{}, wholes: map[int32]any{},
		shapes: map[string]orb.MultiPolygon{}, each: each}
	r.row = layer.Row{Layer: l.ID, Values: make([]any, len(r.fields))}
	r.props = newPropsReader(r.fields)
	for _, name := range tileColumns[l.ID] {
		at, ok := r.props.at[name]
		if !ok {
			return nil, fmt.Errorf("layer %s: no field %q in the catalogue", l.ID, name)
		}
		r.at = append(r.at, at)
	}
	return r, nil
}

// read takes the columns of a row, as COPY has them.
func (r *rowReader) read(c [][]byte) error {
	if len(c) != columnFirst+len(r.at)+1 {
		return fmt.Errorf("layer %s: %d columns, not %d", r.row.Layer, len(c), columnFirst+len(r.at)+1)
	}
	clear(r.row.Values)
	for i, at := range r.at {
		v, err := r.value(r.fields[at], c[columnFirst+i])
		if err != nil {
			return err
		}
		r.row.Values[at] = v
	}
	if err := r.props.read(c[len(c)-1], r.row.Values); err != nil {
		return fmt.Errorf("layer %s: props: %w", r.row.Layer, err)
	}
	if err := r.place(c); err != nil {
		return fmt.Errorf("layer %s: %w", r.row.Layer, err)
	}
	return r.each(&r.row)
}

// place reads key, cell, point and shape.
func (r *rowReader) place(c [][]byte) (err error) {
	r.row.Key, r.row.Cell, r.row.Point, r.row.Shape = string(c[columnKey]), 0, orb.Point{}, nil
	if len(c[columnCell]) == 8 {
		r.row.Cell = binary.BigEndian.Uint64(c[columnCell])
	}
	if len(c[columnLon]) == 8 && len(c[columnLat]) == 8 {
		r.row.Point = orb.Point{float(c[columnLon]), float(c[columnLat])}
	}
	switch r.row.Layer {
	case "cells":
		r.row.Key = strconv.FormatUint(r.row.Cell, 16)
		r.row.Values[r.props.at["h3"]] = r.row.Key
	case "places":
		r.row.Key, _ = r.row.Values[r.props.at["id"]].(string)
	case "zones", "comuni":
		if c[columnShape] == nil {
			r.row.Shape = r.shapes[r.row.Key]
			return nil
		}
		r.row.Shape, err = decodePolygons(c[columnShape])
		r.shapes[r.row.Key] = r.row.Shape
		return err
	}
	r.row.Shape, err = decodePolygons(c[columnShape])
	return err
}

func float(b []byte) float64 { return math.Float64frombits(binary.BigEndian.Uint64(b)) }

// value reads a column of the type that the catalogue gives its field.
func (r *rowReader) value(f layer.Field, b []byte) (any, error) {
	switch {
	case b == nil:
		return nil, nil
	case f.Type == "string" && (f.Name == "id" || f.Name == "name"): // each its own
		return string(b), nil
	case f.Type == "string":
		v, ok := r.texts[string(b)]
		if !ok {
			v = string(b)
			r.texts[string(b)] = v
		}
		return v, nil
	case f.Type == "integer" && len(b) == 4:
		n := int32(binary.BigEndian.Uint32(b))
		v, ok := r.wholes[n]
		if !ok {
			v = int64(n)
			r.wholes[n] = v
		}
		return v, nil
	case f.Type == "number" && len(b) == 8:
		return float(b), nil
	case f.Type == "boolean" && len(b) == 1:
		return b[0] != 0, nil
	}
	return nil, fmt.Errorf("field %q is not a %s: %d bytes", f.Name, f.Type, len(b))
}
