package ogc

import (
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"atlante/api/ask"
	"atlante/geo/feature"
)

// encoder writes features as GeoJSON, whose coordinates are in the system asked
// for, in the order of its axes (18-058r1, geojson).
type encoder struct {
	names    [][]byte // of the fields, quoted, with the colon
	turned   bool     // latitude first
	decimals int
}

func newEncoder(of feature.Collection, crs ask.CRS) *encoder {
	e := &encoder{turned: crs.LatitudeFirst, decimals: 3} // a millimetre
	if crs.SRID == feature.WGS84 {
		e.decimals = 7 // a centimetre
	}
	for _, f := range of.Fields {
		e.names = append(e.names, append(appendText(nil, f.Name), ':'))
	}
	return e
}

// feature appends a feature, without the links that it has when it stands alone.
func (e *encoder) feature(buf []byte, f feature.Feature) ([]byte, error) {
	buf = append(buf, `{"type":"Feature","id":`...)
	buf = appendText(buf, f.ID)
	buf = append(buf, `,"geometry":`...)
	buf, err := e.geometry(buf, f.WKB)
	if err != nil {
		return nil, fmt.Errorf("feature %s: %w", f.ID, err)
	}
	buf = append(buf, `,"properties":{`...)
	for i, v := range f.Values {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(buf, e.names[i]...)
		buf = appendValue(buf, v)
	}
	return append(buf, '}', '}'), nil
}

// geometry appends the geometry; one that is unknown is null.
func (e *encoder) geometry(buf, b []byte) ([]byte, error) {
	if b == nil {
		return append(buf, "null"...), nil
	}
	g, err := wkb.Unmarshal(b)
	if err != nil {
		return nil, err
	}
	buf = append(buf, `{"type":"`...)
	buf = append(buf, g.GeoJSONType()...)
	buf = append(buf, `","coordinates":`...)
	switch g := g.(type) {
	case orb.Point:
		buf = e.point(buf, g)
	case orb.MultiPoint:
		buf = e.line(buf, g)
	case orb.LineString:
		buf = e.line(buf, g)
	case orb.MultiLineString:
		buf = list(buf, g, func(buf []byte, l orb.LineString) []byte { return e.line(buf, l) })
	case orb.Polygon:
		buf = e.polygon(buf, g)
	case orb.MultiPolygon:
		buf = list(buf, g, e.polygon)
	default:
		return nil, fmt.Errorf("a geometry of type %s", g.GeoJSONType())
	}
	return append(buf, '}'), nil
}

func list[T any](buf []byte, parts []T, one func([]byte, T) []byte) []byte {
	buf = append(buf, '[')
	for i, p := range parts {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = one(buf, p)
	}
	return append(buf, ']')
}

func (e *encoder) polygon(buf []byte, p orb.Polygon) []byte {
	return list(buf, p, func(buf []byte, r orb.Ring) []byte { return e.line(buf, r) })
}

func (e *encoder) line(buf []byte, points []orb.Point) []byte { return list(buf, points, e.point) }

func (e *encoder) point(buf []byte, p orb.Point) []byte {
	if e.turned {
		p[0], p[1] = p[1], p[0]
	}
	buf = append(buf, '[')
	buf = e.number(buf, p[0])
	buf = append(buf, ',')
	buf = e.number(buf, p[1])
	return append(buf, ']')
}

// number appends a coordinate without the noughts at its end.
func (e *encoder) number(buf []byte, v float64) []byte {
	buf = strconv.AppendFloat(buf, v, 'f', e.decimals, 64)
	for buf[len(buf)-1] == '0' {
		buf = buf[:len(buf)-1]
	}
	if buf[len(buf)-1] == '.' {
		buf = buf[:len(buf)-1]
	}
	return buf
}

// appendValue appends the value of a field: types as feature.Type says.
func appendValue(buf []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return appendText(buf, v)
	case int64:
		return strconv.AppendInt(buf, v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(buf, "null"...)
		}
		return strconv.AppendFloat(buf, v, 'g', -1, 64)
	case bool:
		return strconv.AppendBool(buf, v)
	case time.Time:
		return appendText(buf, writeTime(v))
	}
	return append(buf, "null"...)
}

// writeTime writes a day without its midnight.
func writeTime(t time.Time) string {
	if h, m, s := t.Clock(); h == 0 && m == 0 && s == 0 && t.Nanosecond() == 0 {
		return t.Format(time.DateOnly)
	}
	return stamp(t)
}

// appendText appends a JSON string; what is no UTF-8 becomes the sign for that.
func appendText(buf []byte, s string) []byte {
	buf = append(buf, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			buf = append(buf, '\\', byte(r))
		case r == '\n':
			buf = append(buf, '\\', 'n')
		case r < 0x20 || r == 0x2028 || r == 0x2029 || r == 0x7f:
			buf = append(buf, fmt.Sprintf("\\u%04x", r)...)
		default:
			buf = utf8.AppendRune(buf, r)
		}
	}
	return append(buf, '"')
}
