package export

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo/feature"
)

// csvFile writes a table as RFC 4180 has it: lines end with CR LF. Unknown is an
// empty cell, an empty text is "". Texts that a spreadsheet would take for a
// formula have an apostrophe in front; see neutral.
type csvFile struct {
	table
	w       *bufio.Writer
	comma   byte
	decimal byte
	last    []byte // the last column, the same in each line: what the file says of itself
	line    []byte
}

func newCSV(w io.Writer, t table) (Writer, error) {
	c := &csvFile{table: t, w: bufio.NewWriterSize(w, 32<<10), comma: ';', decimal: ','}
	var b []byte
	if t.options.Separator == International {
		c.comma, c.decimal = ',', '.'
	} else {
		b = append(b, "\uFEFF"...) // Excel takes the file for Windows-1252 otherwise
	}
	for _, f := range t.collection.Fields {
		b = append(append(b, f.Name...), c.comma)
	}
	for _, name := range c.columns() {
		b = append(append(b, name...), c.comma)
	}
	c.last = c.text(nil, neutral(t.about.line()))
	_, err := c.w.Write(append(b, datasetColumn+"\r\n"...))
	return c, err
}

// columns of the geometry.
func (c *csvFile) columns() []string {
	if c.collection.Geometry != feature.Point {
		return []string{"wkt"}
	}
	return pointColumns(c.crs)
}

func pointColumns(crs feature.SRID) []string {
	if systems[crs].geographic {
		return []string{"lon", "lat"}
	}
	return []string{"x", "y"}
}

func (c *csvFile) Write(f feature.Feature) error {
	b := c.line[:0]
	for i, v := range f.Values {
		b = append(c.value(b, c.collection.Fields[i].Type, v), c.comma)
	}
	s, err := shape(f)
	if err != nil {
		return err
	}
	if c.collection.Geometry == feature.Point {
		b = c.point(b, s)
	} else if s != nil {
		b = append(b, '"')
		if b, err = appendWKT(b, s, decimals(c.crs)); err != nil {
			return fmt.Errorf("geometry of %s: %w", f.ID, err)
		}
		b = append(b, '"')
	}
	b = append(append(b, c.comma), c.last...)
	c.line = append(b, "\r\n"...)
	_, err = c.w.Write(c.line)
	return err
}

func (c *csvFile) Close() error { return c.w.Flush() }

func (c *csvFile) Discard() {}

func (c *csvFile) point(b []byte, g orb.Geometry) []byte {
	p, is := g.(orb.Point)
	if !is {
		return append(b, c.comma)
	}
	unit := math.Pow10(decimals(c.crs))
	b = append(c.number(b, math.Round(p[0]*unit)/unit), c.comma)
	return c.number(b, math.Round(p[1]*unit)/unit)
}

func (c *csvFile) value(b []byte, t feature.Type, v any) []byte {
	switch v := v.(type) {
	case string:
		return c.text(b, neutral(v))
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return c.number(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case time.Time:
		return append(b, moment(t, v)...)
	}
	return b // unknown
}

func (c *csvFile) number(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return b
	}
	start := len(b)
	b = strconv.AppendFloat(b, v, 'f', -1, 64)
	for i := start; i < len(b); i++ {
		if b[i] == '.' {
			b[i] = c.decimal
		}
	}
	return b
}

// text quotes where a reader would misread it otherwise.
func (c *csvFile) text(b []byte, s string) []byte {
	if s != "" && !strings.ContainsAny(s, "\"\r\n\t,;") && s[0] != ' ' && s[len(s)-1] != ' ' {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}

// formula are the characters after which a spreadsheet computes: those that OWASP
// lists for CSV injection, wide forms included.
const formula = "=+-@\t\r\n＝＋－＠"

// neutral puts an apostrophe before a text that begins like a formula, and before
// one that begins with apostrophes and then like a formula: so whoever takes one
// apostrophe away from all such texts has what was typed.
func neutral(s string) string {
	rest := strings.TrimLeft(s, "'")
	for _, first := range rest {
		if strings.ContainsRune(formula, first) {
			return "'" + s
		}
		break
	}
	return s
}
