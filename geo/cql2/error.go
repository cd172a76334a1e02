package cql2

import (
	"fmt"
	"unicode/utf8"

	"atlante/geo"
)

// Error says what is wrong with a filter, where, and how to mend it. It wraps
// geo.ErrInvalid.
type Error struct {
	Pos    int    // the byte of the filter at which it shows, the first being 1; 0: nowhere in particular
	Char   int    // the same place counted in characters, for people
	IT, EN string // what is wrong and how to mend it, without the place
}

// Error is the English sentence, with the place.
func (e *Error) Error() string {
	if e.Pos == 0 {
		return "filter: " + e.EN
	}
	return fmt.Sprintf("filter, at character %d: %s", e.Char, e.EN)
}

// Italian is the Italian sentence, with the place.
func (e *Error) Italian() string {
	if e.Pos == 0 {
		return "filtro: " + e.IT
	}
	return fmt.Sprintf("filtro, al carattere %d: %s", e.Char, e.IT)
}

// Unwrap gives geo.ErrInvalid.
func (e *Error) Unwrap() error { return geo.ErrInvalid }

// fail makes an error at a byte counted from 0; both sentences take the same
// arguments.
func fail(at int, it, en string, args ...any) error {
	return &Error{Pos: at + 1, IT: fmt.Sprintf(it, args...), EN: fmt.Sprintf(en, args...)}
}

// place counts the characters before an error, once the whole filter is at hand.
func place(err error, filter string) error {
	if e, is := err.(*Error); is {
		before := min(max(e.Pos-1, 0), len(filter))
		e.Char = utf8.RuneCountInString(filter[:before]) + 1
	}
	return err
}

// excerpt is a piece of a filter as a message shows it.
func excerpt(s string) string {
	const most = 30
	r := []rune(s)
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
