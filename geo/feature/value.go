package feature

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"atlante/geo"
)

// Parse reads a value of the type as parameters and cursors write it: the Go type
// is that of the values of a Feature.
func (t Type) Parse(text string) (any, error) {
	switch t {
	case Integer:
		return strconv.ParseInt(text, 10, 64)
	case Real:
		x, err := strconv.ParseFloat(text, 64)
		if err == nil && (math.IsNaN(x) || math.IsInf(x, 0)) {
			err = strconv.ErrRange
		}
		return x, err
	case Boolean:
		if text == "true" || text == "false" {
			return text == "true", nil
		}
		return nil, strconv.ErrSyntax
	case Day:
		return time.Parse(time.DateOnly, text)
	case Instant:
		return time.Parse(time.RFC3339Nano, text)
	}
	if !Storable(text) {
		return nil, strconv.ErrSyntax
	}
	return text, nil
}

// Parse reads a value of the field; an error says what it should have been.
func (f Field) Parse(text string) (any, error) {
	v, err := f.Type.Parse(text)
	if err != nil {
		it, en := f.Type.Words()
		return nil, geo.Invalid("%s: %.80q non va, serve %s / will not do, %s is needed", f.Name, text, it, en)
	}
	if f.Values != nil && !slices.Contains(f.Values, text) {
		all := strings.Join(f.Values, ", ")
		return nil, geo.Invalid("%s: %.80q non c'è; scegli tra: %s / there is none; choose among: %s", f.Name, text, all, all)
	}
	return v, nil
}

// Words name the type to people, in Italian and in English, with an example.
func (t Type) Words() (it, en string) {
	switch t {
	case Integer:
		return "un numero intero", "a whole number"
	case Real:
		return "un numero", "a number"
	case Boolean:
		return "true o false", "true or false"
	case Day:
		return "una data come 2026-07-01", "a date such as 2026-07-01"
	case Instant:
		return "un istante come 2026-07-01T12:00:00Z", "an instant such as 2026-07-01T12:00:00Z"
	}
	return "un testo", "a text"
}

// Storable tells whether the database can hold a text: UTF-8 without NUL.
func Storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
