package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo/feature"
)

// geoJSON writes a FeatureCollection as RFC 7946 has it, one feature a line.
// What the file says of itself stands before the features, as foreign members.
type geoJSON struct {
	table
	w     *bufio.Writer
	line  []byte
	names [][]byte // of the fields, quoted
	any   bool
}

func newGeoJSON(w io.Writer, t table) (Writer, error) {
	g := &geoJSON{table: t, w: bufio.NewWriterSize(w, 32<<10)}
	for _, f := range t.collection.Fields {
		g.names = append(g.names, quoted(nil, f.Name))
	}
	a := t.about
	head := []byte(`{"type":"FeatureCollection"`)
	for _, m := range [][2]string{
		{"name", t.collection.ID}, {"title", a.Title}, {"description", a.Description},
		{"license", a.Licence}, {"license_url", a.LicenceURL}, {"attribution", a.Attribution},
		{"date", a.instant()}, {"version", a.Version}, {"source", a.Address},
	} {
		if m[1] != "" {
			head = append(append(head, ",\n\""+m[0]+`":`...), quoted(nil, m[1])...)
		}
	}
	if t.crs != feature.WGS84 { // the one thing that RFC 7946 leaves to agreement
		head = fmt.Appendf(head, ",\n"+`"crs":{"type":"name","properties":{"name":%q}}`, systems[t.crs].urn())
	}
	_, err := g.w.Write(append(head, ",\n\"features\":["...))
	return g, err
}

func (g *geoJSON) Write(f feature.Feature) error {
	b := g.line[:0]
	if g.any {
		b = append(b, ',')
	}
	g.any = true
	b = append(b, "\n"+`{"type":"Feature","id":`...)
	b = append(quoted(b, f.ID), `,"geometry":`...)
	s, err := shape(f)
	if err != nil {
		return err
	}
	if b, err = appendGeometry(b, s, decimals(g.crs)); err != nil {
		return fmt.Errorf("geometry of %s: %w", f.ID, err)
	}
	b = append(b, `,"properties":{`...)
	for i, v := range f.Values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, g.names[i]...), ':')
		if b, err = appendValue(b, g.collection.Fields[i].Type, v); err != nil {
			return fmt.Errorf("%s of %s: %w", g.collection.Fields[i].Name, f.ID, err)
		}
	}
	g.line = append(b, "}}"...)
	_, err = g.w.Write(g.line)
	return err
}

func (g *geoJSON) Close() error {
	if _, err := g.w.WriteString("\n]}\n"); err != nil {
		return err
	}
	return g.w.Flush()
}

func (g *geoJSON) Discard() {}

// appendValue writes a value as JSON.
func appendValue(b []byte, t feature.Type, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case string:
		return quoted(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(b, "null"...), nil // JSON has no word for it
		}
		return strconv.AppendFloat(b, v, 'f', -1, 64), nil
	case time.Time:
		return quoted(b, moment(t, v)), nil
	}
	return b, fmt.Errorf("%T is none of the types of a field", v)
}

// moment writes a day or an instant as ISO 8601.
func moment(t feature.Type, v time.Time) string {
	if t == feature.Day {
		return v.UTC().Format(time.DateOnly)
	}
	return v.UTC().Format("2006-01-02T15:04:05.999Z")
}

// quoted writes a text as JSON, with < and > as they are.
func quoted(b []byte, s string) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string into a buffer
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}

func appendGeometry(b []byte, g orb.Geometry, places int) ([]byte, error) {
	rightHanded(g)
	switch g := g.(type) {
	case nil:
		return append(b, "null"...), nil
	case orb.Point:
		return append(appendPoint(append(b, `{"type":"Point","coordinates":`...), g, places), '}'), nil
	case orb.Polygon:
		return append(appendPolygon(append(b, `{"type":"Polygon","coordinates":`...), g, places), '}'), nil
	case orb.MultiPolygon:
		b = append(b, `{"type":"MultiPolygon","coordinates":[`...)
		for i, p := range g {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendPolygon(b, p, places)
		}
		return append(b, "]}"...), nil
	}
	return b, fmt.Errorf("%s is none of the geometries of a collection", g.GeoJSONType())
}

func appendPolygon(b []byte, p orb.Polygon, places int) []byte {
	b = append(b, '[')
	for i, ring := range p {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		for j, point := range ring {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendPoint(b, point, places)
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

func appendPoint(b []byte, p orb.Point, places int) []byte {
	b = appendRounded(append(b, '['), p[0], places)
	b = appendRounded(append(b, ','), p[1], places)
	return append(b, ']')
}

// appendRounded writes a coordinate without the zeros at its end.
func appendRounded(b []byte, v float64, places int) []byte {
	unit := math.Pow10(places)
	return strconv.AppendFloat(b, math.Round(v*unit)/unit+0, 'f', -1, 64) // +0: no minus zero
}
