package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// badUse is a wrong use that says all by itself, in Italian first.
type badUse struct{ text string }

func (b badUse) Error() string { return b.text }
func (b badUse) Unwrap() error { return errUsage }

// pointed puts what was written below a sentence, with a mark under a part of it:
// from is counted in characters.
func pointed(text, written string, from, width int) error {
	return badUse{text + "\n  " + written + "\n  " + strings.Repeat(" ", from) + strings.Repeat("^", max(width, 1))}
}

// where reads FIELD=VALUE.
func where(of feature.Collection, text string) (field, value string, err error) {
	field, value, cut := strings.Cut(text, "=")
	f, _, known := of.Field(field)
	if !known {
		hint := ""
		if near := of.Near(field); near != nil {
			hint = "; forse / perhaps: " + strings.Join(near, ", ")
		}
		return "", "", pointed(fmt.Sprintf("--where: %q non è un campo di %s%s; i campi li dice /dati / no such field", field, of.ID, hint), text, 0, utf8.RuneCountInString(field))
	}
	if !cut || value == "" {
		return "", "", pointed(fmt.Sprintf("--where: manca il valore; scrivi %s=valore / write the field, = and a value", field), text, utf8.RuneCountInString(text), 1)
	}
	if _, err := f.Parse(value); err != nil {
		return "", "", pointed("--where: "+err.Error(), text, utf8.RuneCountInString(field)+1, utf8.RuneCountInString(value))
	}
	return field, value, nil
}

// readable says where a filter cannot be read.
func (c *exportCmd) readable() error {
	if c.Filter == "" || strings.ContainsAny(c.Filter, "\r\n\t") { // a mark would stand elsewhere
		return nil
	}
	var err error
	if c.FilterLang == "cql2-json" {
		_, err = cql2.ParseJSON([]byte(c.Filter))
	} else {
		_, err = cql2.Parse(c.Filter)
	}
	if wrong, is := errors.AsType[*cql2.Error](err); is {
		return pointed("--filter: "+wrong.IT+" / "+wrong.EN, c.Filter, max(wrong.Char-1, 0), 1)
	}
	return nil
}

// counted counts the features that a source gives.
type counted struct {
	feature.Source
	n int
}

// Features is that of the source.
func (c *counted) Features(ctx context.Context, q feature.Query, tell func(feature.Feature) error) (string, error) {
	return c.Source.Features(ctx, q, func(f feature.Feature) error {
		c.n++
		return tell(f)
	})
}

// sizeOf writes the size of a file; small ones in thousands.
func sizeOf(n int64) string {
	text := fmt.Sprintf("%.1f MB", float64(n)/1e6)
	if n < 1e6 {
		text = fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return strings.Replace(text, ".", ",", 1)
}
