package export

import (
	"bufio"
	"fmt"
	"io"

	"atlante/geo/feature"
)

// geoJSON writes a FeatureCollection as RFC 7946 has it, one feature a line.
// What the file says of itself stands before the features, as foreign members.
type geoJSON struct {
	table
	w        *bufio.Writer
	features *Encoder
	line     []byte
	any      bool
}

func newGeoJSON(w io.Writer, t table) (Writer, error) {
	g := &geoJSON{table: t, w: bufio.NewWriterSize(w, 32<<10), features: NewEncoder(t.collection, t.crs, false)}
	a := t.about
	head := []byte(`{"type":"FeatureCollection"`)
	for _, m := range [][2]string{
		{"name", t.collection.ID}, {"title", a.Title}, {"description", a.Description},
		{"license", a.Licence}, {"license_url", a.LicenceURL}, {"attribution", a.Attribution},
		{"date", a.instant()}, {"version", a.Version}, {"source", a.Address},
	} {
		if m[1] != "" {
			head = append(append(head, ",\n\""+m[0]+`":`...), AppendText(nil, m[1])...)
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
	b, err := g.features.Append(append(b, '\n'), f)
	if err != nil {
		return err
	}
	g.line = b
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
