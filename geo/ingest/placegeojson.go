package ingest

import (
	"bufio"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"golang.org/x/text/unicode/norm"

	"atlante/geo"
)

// placeFeatures reads places out of a FeatureCollection of points, or of
// features without geometry.
type placeFeatures struct {
	*placeReader
	report  *Report
	fields  []field
	limits  Limits
	fieldOf map[string]int // property → field, -1 when not understood
	names   []string       // field → property as the file writes it
}

func (p *placeReader) readGeoJSON(ctx context.Context, in *bufio.Reader, l Limits) (*Report, error) {
	if head, err := in.Peek(len(byteOrderMark)); err == nil && string(head) == byteOrderMark {
		if _, err := in.Discard(len(byteOrderMark)); err != nil {
			return newReport(p.o.File), fileError(p.o.File, err)
		}
	}
	g := &placeFeatures{
		placeReader: p, report: newReport(p.o.File), fields: p.fields(), limits: l,
		fieldOf: make(map[string]int),
	}
	g.names = make([]string, len(g.fields))
	g.report.Encoding = encodingUTF8
	g.report.Columns = make(map[string]string)
	f := newFeatureReader(ctx, in, p.o.File, l)
	err := f.each(func(n int, x feature) error {
		g.report.Rows++
		if g.report.Rows > l.Rows {
			return geo.Invalid("%s: più di %d elementi: dividi il file / too many features", p.o.File, l.Rows)
		}
		if n%progressRows == 0 && p.o.Progress != nil {
			p.o.Progress(Progress{f.meter.read, n})
		}
		return g.take(n, x)
	})
	if err == nil {
		err = g.finish(f)
	}
	return g.report, err
}

func (g *placeFeatures) finish(f *featureReader) error {
	if srid, err := sridOf(f.crs); err != nil || srid != sridDegrees {
		return geo.Invalid("%s: il GeoJSON dichiara il sistema %q, ma per i luoghi servono gradi WGS 84 (EPSG:4326); convertilo con: ogr2ogr -t_srs EPSG:4326 nuovo.geojson file.geojson / wrong CRS", f.file, clip(f.crs))
	}
	if f.count == 0 {
		return geo.Invalid("%s: nessun elemento / no features", f.file)
	}
	if g.o.Progress != nil {
		g.o.Progress(Progress{f.meter.read, f.count})
	}
	return nil
}

// take reads one feature as if it were a row.
func (g *placeFeatures) take(n int, x feature) error {
	r := &row{line: n, values: make([]string, len(g.fields)), fields: g.fields, column: func(f int) string { return g.names[f] }, report: g.report}
	names := make([]string, 0, len(x.Properties))
	for name := range x.Properties {
		names = append(names, name)
	}
	slices.Sort(names) // so that the same file gives the same report
	for _, name := range names {
		g.property(r, name, x.Properties[name])
	}
	g.position(r, x.Geometry)
	if r.bad {
		return nil
	}
	return g.placeReader.take(r)
}

func (g *placeFeatures) property(r *row, name string, raw json.RawMessage) {
	f := g.field(r, name)
	if f < 0 || r.bad {
		return
	}
	text, err := propertyText(raw)
	if err == nil && len(text) > g.limits.Cell {
		r.report.reject(r.line, name, text, "valore più lungo di %d KiB / value too long", g.limits.Cell>>10)
		r.bad = true
		return
	}
	if err == nil {
		text, err = clean(norm.NFC.String(text))
	}
	if err != nil {
		r.report.reject(r.line, name, string(raw), "%v", err)
		r.bad = true
		return
	}
	if text != "" {
		r.values[f], g.names[f] = text, name
	}
}

// field finds what a property means, and says once what is passed over.
func (g *placeFeatures) field(r *row, name string) int {
	if f, ok := g.fieldOf[name]; ok {
		return f
	}
	header := name
	if over, ok := g.o.Columns[name]; ok {
		header = over
	}
	f := findField(g.fields, header)
	if len(g.fieldOf) < g.limits.Columns {
		g.fieldOf[name] = f
		if f < 0 {
			r.report.notice(0, "proprietà %q non riconosciuta: ignorata", clip(name))
		} else {
			r.report.Columns[name] = g.fields[f].name
		}
	}
	return f
}

// position takes the coordinates of the geometry, longitude first.
func (g *placeFeatures) position(r *row, x *geometry) {
	if x == nil || r.bad {
		return
	}
	refuse := func(reason string) {
		r.report.reject(r.line, "geometry", string(x.Coordinates), "%s", reason)
		r.bad = true
	}
	if x.Type != "Point" {
		refuse("serve un punto (Point), qui c'è " + clip(x.Type) + " / a Point is needed")
		return
	}
	var c []float64
	if err := json.Unmarshal(x.Coordinates, &c); err != nil || len(c) < 2 || len(c) > 4 {
		refuse("coordinate del punto non valide: servono [longitudine, latitudine] / bad coordinates")
		return
	}
	r.values[placeLon] = strconv.FormatFloat(c[0], 'f', 12, 64)
	r.values[placeLat] = strconv.FormatFloat(c[1], 'f', 12, 64)
	g.names[placeLat], g.names[placeLon] = "geometry", "geometry"
}
