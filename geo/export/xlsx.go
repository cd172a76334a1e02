package export

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/feature"
)

// The limits of a sheet, by the specification of Excel.
const (
	MaxRows       = 1_048_576 // the line of names among them
	maxCharacters = 32_767    // UTF-16 units in a cell
)

// xlsx writes a workbook (ISO/IEC 29500) of two sheets: the features, and what the
// file says of itself. It streams: the parts of the package stand one after the
// other, and a row is written when it comes. Texts are inline strings, so none can
// be a formula.
type xlsx struct {
	table
	zip *zip.Writer
	w   *bufio.Writer // into the sheet of features
	row row
}

func newXLSX(w io.Writer, t table) (Writer, error) {
	x := &xlsx{table: t, zip: zip.NewWriter(w)}
	x.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 5) })
	for _, part := range x.parts() {
		p, err := x.part(part[0])
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(p, part[1]); err != nil {
			return nil, err
		}
	}
	sheet, err := x.part("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	x.w = bufio.NewWriterSize(sheet, 32<<10)
	x.w.WriteString(xmlHead + `<worksheet xmlns="` + mainSpace + `">` +
		`<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultRowHeight="15"/>` + x.widths() + `<sheetData>`)
	return x, x.names()
}

// part begins a file of the package. Its time is that of the data.
func (x *xlsx) part(name string) (io.Writer, error) {
	return x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: x.about.Date.UTC().Truncate(2 * time.Second)})
}

// columns of the geometry.
func (x *xlsx) columns() []string {
	switch {
	case x.collection.Geometry == feature.Point:
		return pointColumns(x.crs)
	case systems[x.crs].geographic:
		return []string{"west", "south", "east", "north"}
	}
	return []string{"xmin", "ymin", "xmax", "ymax"}
}

func (x *xlsx) names() error {
	x.row.begin()
	for _, f := range x.collection.Fields {
		x.row.text(f.Name, styleBold)
	}
	for _, name := range x.columns() {
		x.row.text(name, styleBold)
	}
	_, err := x.w.Write(x.row.end())
	return err
}

func (x *xlsx) Write(f feature.Feature) error {
	if x.row.line == MaxRows {
		return geo.Invalid("un foglio XLSX ha al massimo %d righe: restringi con un filtro, o scegli CSV o GeoPackage / an XLSX sheet has at most %d rows: narrow with a filter, or choose CSV or GeoPackage", MaxRows, MaxRows)
	}
	x.row.begin()
	for i, v := range f.Values {
		x.value(x.collection.Fields[i].Type, v)
	}
	s, err := shape(f)
	if err != nil {
		return err
	}
	for _, v := range x.coordinates(s) {
		x.row.number(v, stylePlain)
	}
	_, err = x.w.Write(x.row.end())
	return err
}

func (x *xlsx) coordinates(g orb.Geometry) []float64 {
	if g == nil {
		return nil
	}
	b := boxOf(g)
	list := []float64{b.minX, b.minY, b.maxX, b.maxY}
	if x.collection.Geometry == feature.Point {
		list = list[:2]
	}
	unit := math.Pow10(decimals(x.crs))
	for i, v := range list {
		list[i] = math.Round(v*unit) / unit
	}
	return list
}

func (x *xlsx) value(t feature.Type, v any) {
	switch v := v.(type) {
	case string:
		x.row.text(x.short(v), stylePlain)
	case int64:
		if v > 1<<53 || v < -1<<53 { // a cell holds a float64
			x.row.text(fmt.Sprint(v), stylePlain)
			return
		}
		x.row.number(float64(v), stylePlain)
	case float64:
		x.row.number(v, stylePlain)
	case bool:
		x.row.boolean(v)
	case time.Time:
		x.row.moment(t, v)
	default:
		x.row.unknown()
	}
}

// short cuts a text that no cell can hold, and says so at its end.
func (x *xlsx) short(s string) string {
	if len(s) <= maxCharacters { // as many bytes as UTF-16 units, or more
		return s
	}
	mark := x.words(" … [testo tagliato: Excel si ferma qui; intero negli altri formati]", " … [text cut: Excel ends here; whole in the other formats]")
	room := maxCharacters - len(mark)
	units, cut := 0, 0
	for i, r := range s {
		if r > 0xFFFF {
			units++
		}
		if units++; units <= room {
			cut = i + len(string(r))
		}
	}
	if units <= maxCharacters {
		return s
	}
	return s[:cut] + mark
}

func (x *xlsx) Close() error {
	x.w.WriteString("</sheetData>")
	if last := len(x.collection.Fields) + len(x.columns()); x.row.line > 1 {
		fmt.Fprintf(x.w, `<autoFilter ref="A1:%s%d"/>`, appendColumn(nil, last), x.row.line)
	}
	x.w.WriteString("</worksheet>")
	if err := x.w.Flush(); err != nil {
		return err
	}
	about, err := x.part("xl/worksheets/sheet2.xml")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(about, x.aboutSheet()); err != nil {
		return err
	}
	return x.zip.Close()
}

func (x *xlsx) Discard() {}
