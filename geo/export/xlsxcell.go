package export

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"atlante/geo/feature"
)

// The styles of cells, by their place in xl/styles.xml.
const (
	stylePlain = iota
	styleBold
	styleDay
	styleInstant
)

// row writes the cells of a line of a sheet, and says where each stands: readers
// may do without, but GDAL does not.
type row struct {
	b            []byte
	line, column int
}

// begin starts the next line.
func (r *row) begin() {
	r.line, r.column = r.line+1, 0
	r.b = fmt.Appendf(r.b[:0], `<row r="%d">`, r.line)
}

// end gives the whole line; it is valid until the next begins.
func (r *row) end() []byte {
	r.b = append(r.b, "</row>"...)
	return r.b
}

// cell begins a cell of a type and a style.
func (r *row) cell(kind string, style int) {
	r.column++
	r.b = append(r.b, `<c r="`...)
	r.b = appendColumn(r.b, r.column)
	r.b = strconv.AppendInt(r.b, int64(r.line), 10)
	r.b = append(r.b, '"')
	if style != stylePlain {
		r.b = fmt.Appendf(r.b, ` s="%d"`, style)
	}
	if kind != "" {
		r.b = append(append(append(r.b, ` t="`...), kind...), '"')
	}
	r.b = append(r.b, '>')
}

// appendColumn writes the name of the n-th column, from 1: A, B, … Z, AA.
func appendColumn(b []byte, n int) []byte {
	if n > 26 {
		b = appendColumn(b, (n-1)/26)
	}
	return append(b, byte('A'+(n-1)%26))
}

// unknown leaves a cell out.
func (r *row) unknown() { r.column++ }

// text writes an inline string, so that a text stays a text whatever it begins
// with. An empty text is a cell too.
func (r *row) text(s string, style int) {
	r.cell("inlineStr", style)
	r.b = append(r.b, `<is><t xml:space="preserve">`...)
	r.b = append(appendXML(r.b, s), "</t></is></c>"...)
}

func (r *row) number(v float64, style int) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		r.unknown()
		return
	}
	r.cell("", style)
	r.b = strconv.AppendFloat(append(r.b, "<v>"...), v, 'f', -1, 64)
	r.b = append(r.b, "</v></c>"...)
}

func (r *row) boolean(v bool) {
	r.cell("b", stylePlain)
	n := byte('0')
	if v {
		n = '1'
	}
	r.b = append(append(append(r.b, "<v>"...), n), "</v></c>"...)
}

// epoch is day 0 of a sheet, from March 1900 on: before, Excel counts a 29
// February that there was not.
var (
	epoch    = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
)

// moment writes a day, or an instant in UTC; one that no sheet can count, as text.
func (r *row) moment(t feature.Type, v time.Time) {
	if v.Before(firstDay) || v.Year() > 9999 {
		r.text(moment(t, v), stylePlain)
		return
	}
	style := styleInstant
	if t == feature.Day {
		style = styleDay
	}
	r.number(float64(v.UnixMilli()-epoch.UnixMilli())/86_400_000, style)
}

// appendXML writes a text into XML. What XML 1.0 cannot hold, and what looks like
// such an escape, is written as _xHHHH_ (ISO/IEC 29500-1, 22.9.2.19).
func appendXML(b []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r == '\r': // as it stands, a reader of XML would make it a line feed
			b = append(b, "&#13;"...)
		case r == '_' && isEscape(s[i:]):
			b = append(b, "_x005F_"...)
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			b = fmt.Appendf(b, "_x%04X_", r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// isEscape tells whether a text begins with _xHHHH_.
func isEscape(s string) bool {
	return len(s) >= 7 && s[1] == 'x' && s[6] == '_' && strings.Trim(s[2:6], "0123456789abcdefABCDEF") == ""
}
