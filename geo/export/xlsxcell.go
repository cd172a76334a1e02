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

// textCell writes an inline string, so that a text stays a text whatever it begins
// with. An empty text is a cell too; unknown is an empty one.
func textCell(b []byte, s string, style int) []byte {
	b = append(b, `<c t="inlineStr"`...)
	if style != stylePlain {
		b = fmt.Appendf(b, ` s="%d"`, style)
	}
	b = append(b, `><is><t xml:space="preserve">`...)
	return append(appendXML(b, s), "</t></is></c>"...)
}

func numberCell(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, "<c/>"...)
	}
	b = strconv.AppendFloat(append(b, "<c><v>"...), v, 'f', -1, 64)
	return append(b, "</v></c>"...)
}

func boolCell(b []byte, v bool) []byte {
	if v {
		return append(b, `<c t="b"><v>1</v></c>`...)
	}
	return append(b, `<c t="b"><v>0</v></c>`...)
}

// epoch is day 0 of a sheet, from March 1900 on: before, Excel counts a 29
// February that there was not.
var (
	epoch    = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
)

// timeCell writes a day, or an instant in UTC; one that no sheet can count, as
// text.
func timeCell(b []byte, t feature.Type, v time.Time) []byte {
	if v.Before(firstDay) || v.Year() > 9999 {
		return textCell(b, moment(t, v), stylePlain)
	}
	style := styleInstant
	if t == feature.Day {
		style = styleDay
	}
	ms := v.UnixMilli() - epoch.UnixMilli()
	b = fmt.Appendf(b, `<c s="%d"><v>`, style)
	b = strconv.AppendFloat(b, float64(ms)/86_400_000, 'f', -1, 64)
	return append(b, "</v></c>"...)
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
