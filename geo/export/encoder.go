package export

import (
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"atlante/geo/feature"
)

// Encoder writes features as GeoJSON, one after the other: outer rings are
// counter-clockwise and holes clockwise, as RFC 7946 (3.1.6) has it; coordinates
// have 7 decimals of a degree or 3 of a metre.
type Encoder struct {
	fields []feature.Field
	names  [][]byte // of the fields, quoted, with the colon
	turned bool     // latitude first
	places int      // decimals
}

// NewEncoder writes features of a collection, whose geometries are in crs.
// latitudeFirst turns the axes of what is written (18-058r1, for EPSG:4326);
// RFC 7946 has longitude first.
func NewEncoder(c feature.Collection, crs feature.SRID, latitudeFirst bool) *Encoder {
	e := &Encoder{fields: c.Fields, turned: latitudeFirst, places: decimals(crs)}
	for _, f := range c.Fields {
		e.names = append(e.names, append(AppendText(nil, f.Name), ':'))
	}
	return e
}

// Append appends a feature; its geometry is null when it has none. It fails only
// for what is no feature of the collection.
func (e *Encoder) Append(b []byte, f feature.Feature) ([]byte, error) {
	b = append(b, `{"type":"Feature","id":`...)
	b = append(AppendText(b, f.ID), `,"geometry":`...)
	g, err := shape(f)
	if err != nil {
		return b, err
	}
	if b, err = e.geometry(b, g); err != nil {
		return b, fmt.Errorf("geometry of %s: %w", f.ID, err)
	}
	b = append(b, `,"properties":{`...)
	for i, v := range f.Values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, e.names[i]...)
		if b, err = appendValue(b, e.fields[i].Type, v); err != nil {
			return b, fmt.Errorf("%s of %s: %w", e.fields[i].Name, f.ID, err)
		}
	}
	return append(b, "}}"...), nil
}

// appendReal writes a whole number with a zero behind: tools that guess types from
// the first features they see take 1 for an integer, and lose every share after it.
func appendReal(b []byte, v float64) []byte {
	b = strconv.AppendFloat(b, v, 'f', -1, 64)
	if v == math.Trunc(v) {
		b = append(b, ".0"...)
	}
	return b
}

// appendValue writes a value as JSON.
func appendValue(b []byte, t feature.Type, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case string:
		return AppendText(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(b, "null"...), nil // JSON has no word for it
		}
		return appendReal(b, v), nil
	case time.Time:
		return AppendText(b, moment(t, v)), nil
	}
	return b, fmt.Errorf("%T is none of the types of a field", v)
}

// moment writes a day or an instant as ISO 8601, to the microsecond, which is
// what the database keeps.
func moment(t feature.Type, v time.Time) string {
	if t == feature.Day {
		return v.UTC().Format(time.DateOnly)
	}
	return v.UTC().Format("2006-01-02T15:04:05.999999Z")
}

// AppendText appends a JSON string, with < and > as they are; what is no UTF-8
// becomes the sign for that.
func AppendText(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, '\\', 'n')
		case r < 0x20 || r == 0x2028 || r == 0x2029 || r == 0x7f:
			b = fmt.Appendf(b, "\\u%04x", r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

func (e *Encoder) geometry(b []byte, g orb.Geometry) ([]byte, error) {
	if g == nil {
		return append(b, "null"...), nil
	}
	rightHanded(g)
	b = append(append(append(b, `{"type":"`...), g.GeoJSONType()...), `","coordinates":`...)
	switch g := g.(type) {
	case orb.Point:
		b = e.point(b, g)
	case orb.Polygon:
		b = e.polygon(b, g)
	case orb.MultiPolygon:
		b = list(b, g, e.polygon)
	default:
		return b, fmt.Errorf("%s is none of the geometries of a collection", g.GeoJSONType())
	}
	return append(b, '}'), nil
}

func (e *Encoder) polygon(b []byte, p orb.Polygon) []byte {
	return list(b, p, func(b []byte, r orb.Ring) []byte { return list(b, r, e.point) })
}

func (e *Encoder) point(b []byte, p orb.Point) []byte {
	if e.turned {
		p[0], p[1] = p[1], p[0]
	}
	b = appendRounded(append(b, '['), p[0], e.places)
	b = appendRounded(append(b, ','), p[1], e.places)
	return append(b, ']')
}

func list[T any](b []byte, parts []T, one func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, p := range parts {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, p)
	}
	return append(b, ']')
}

// appendRounded writes a coordinate without the zeros at its end.
func appendRounded(b []byte, v float64, places int) []byte {
	unit := math.Pow10(places)
	return strconv.AppendFloat(b, math.Round(v*unit)/unit+0, 'f', -1, 64) // +0: no minus zero
}
