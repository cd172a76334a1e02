package cql2

import (
	"fmt"

	"atlante/geo"
)

// Error says what is wrong with a filter, where, and how to mend it. It wraps
// geo.ErrInvalid.
type Error struct {
	Pos    int    // the byte of the filter at which it shows, the first being 1
	IT, EN string // without the position
}

// Error is the English sentence, with the position.
func (e *Error) Error() string {
	return fmt.Sprintf("filter, at character %d: %s", e.Pos, e.EN)
}

// Italian is the Italian sentence, with the position.
func (e *Error) Italian() string {
	return fmt.Sprintf("filtro, al carattere %d: %s", e.Pos, e.IT)
}

// Unwrap gives geo.ErrInvalid.
func (e *Error) Unwrap() error { return geo.ErrInvalid }
