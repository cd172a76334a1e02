package ingest

import (
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// row reads typed values out of one row of a table, or one feature. The first
// value that does not fit is rejected and makes the row bad; the rest is not
// told.
type row struct {
	line   int
	values []string // by field; "" where the file has no such column
	fields []field
	column func(f int) string // header as the file writes it
	report *Report
	bad    bool
}

// each calls fn for every whole row, until the table ends or fn fails.
func (t *table) each(fn func(*row) error) error {
	for {
		err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(&row{line: t.line, values: t.values, fields: t.fields, column: t.column, report: t.report}); err != nil {
			return err
		}
	}
}

// text is the value of a field, "" when the file has no such column.
func (r *row) text(f int) string { return r.values[f] }

// reject refuses the row because of a field.
func (r *row) reject(f int, format string, args ...any) {
	if !r.bad {
		r.report.reject(r.line, r.column(f), r.values[f], format, args...)
	}
	r.bad = true
}

// rejectErr refuses the row with the words of an error.
func (r *row) rejectErr(f int, err error) {
	if err != nil {
		r.reject(f, "%s", err)
	}
}

// needText is a text that may not be empty.
func (r *row) needText(f int) string {
	v := r.text(f)
	if v == "" {
		r.reject(f, "manca %s / missing", r.fields[f].name)
	}
	return v
}

// maxText in characters: of a name, an address; a note may take a page.
const (
	maxText = 300
	maxNote = 10_000
)

// shortText is a text of at most limit characters.
func (r *row) shortText(f, limit int) string {
	v := r.text(f)
	if len(v) > limit && len([]rune(v)) > limit {
		r.reject(f, "più lungo di %d caratteri / too long", limit)
	}
	return v
}

func (r *row) integer(f int) int {
	n, err := strconv.Atoi(r.text(f))
	if err != nil {
		r.reject(f, "serve un numero intero / not a whole number")
	}
	return n
}

var decimal = regexp.MustCompile(`^[+-]?\d{1,12}(?:[.,]\d{1,18})?$`)

// parseDecimal reads a decimal number with a dot or a comma.
func parseDecimal(s string) (float64, bool) {
	if !decimal.MatchString(s) {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return f, err == nil && !math.IsInf(f, 0)
}

func (r *row) number(f int) float64 {
	n, ok := parseDecimal(r.text(f))
	if !ok {
		r.reject(f, "serve un numero / not a number")
	}
	return n
}

func (r *row) yesNo(f int) bool {
	switch strings.ToLower(r.text(f)) {
	case "yes", "true", "1", "sì", "si":
		return true
	case "no", "false", "0", "":
		return false
	}
	r.reject(f, "serve sì o no / yes or no")
	return false
}

func (r *row) comuneID(f int) geo.ComuneID {
	id, err := geo.ParseComuneID(r.text(f))
	r.rejectErr(f, err)
	return id
}

// comune resolves a name or code; notices go into the report.
func (r *row) comune(f int, in ComuneResolver) geo.ComuneID {
	id, notice, err := in.Comune(r.text(f))
	r.rejectErr(f, err)
	if notice != "" {
		r.report.notice(r.line, "%s", notice)
	}
	return id
}

// point reads a position in EPSG:4326 that must lie in the territory, or near it
// when it may be beyond the border.
func (r *row) point(lat, lon int, beyond bool) orb.Point {
	p := orb.Point{r.number(lon), r.number(lat)}
	if !r.bad {
		if why := outside(p, beyond); why != "" {
			r.reject(lat, "%s", why)
		}
	}
	return p
}
