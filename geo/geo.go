// Package geo is the domain of Atlante: the words of the social economy map as
// types, and pure functions over them. It knows no SQL, no HTTP and no clock.
//
// Points are orb.Point: longitude first, then latitude, in EPSG:4326 degrees.
package geo

import (
	"errors"
	"fmt"
)

// The ways in which a request can fail that are not our fault. Wrap them
// with %w; each transport maps them to its own codes in one place.
var (
	ErrInvalid  = errors.New("invalid")
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("conflict")
	ErrBusy     = errors.New("busy")
	// ErrForbidden is an action that the one who asks may not take.
	ErrForbidden = errors.New("forbidden")
	// ErrTooMany is a request over a rate limit.
	ErrTooMany = errors.New("too many requests")
)

// Invalid makes an error that wraps ErrInvalid. The text reaches people: it says
// what is wrong, where, and how to mend it.
func Invalid(format string, args ...any) error {
	return &kindError{ErrInvalid, fmt.Sprintf(format, args...)}
}

// NotFound makes an error that wraps ErrNotFound, with a text for people.
func NotFound(format string, args ...any) error {
	return &kindError{ErrNotFound, fmt.Sprintf(format, args...)}
}

// Conflict makes an error that wraps ErrConflict, with a text for people.
func Conflict(format string, args ...any) error {
	return &kindError{ErrConflict, fmt.Sprintf(format, args...)}
}

// Forbidden makes an error that wraps ErrForbidden, with a text for people.
func Forbidden(format string, args ...any) error {
	return &kindError{ErrForbidden, fmt.Sprintf(format, args...)}
}

// TooMany makes an error that wraps ErrTooMany, with a text for people.
func TooMany(format string, args ...any) error {
	return &kindError{ErrTooMany, fmt.Sprintf(format, args...)}
}

type kindError struct {
	kind error
	text string
}

func (e *kindError) Error() string { return e.text }
func (e *kindError) Unwrap() error { return e.kind }

// Source says where a row comes from, so that every figure can be traced.
type Source struct {
	Name        string // a title or an address, e.g. "ISTAT, confini amministrativi 2026"
	Licence     string // e.g. "CC BY 4.0"
	RetrievedOn string // ISO date, "" when unknown
}
