package cql2

import (
	"strings"
	"unicode/utf8"
)

// Parse reads a filter in CQL2 text. The error is an *Error. AND in AND and OR in
// OR become one node each; -a becomes -1 * a; elevations are dropped.
func Parse(filter string) (Node, error) {
	if err := held(filter); err != nil {
		return nil, place(err, filter)
	}
	n, err := parse(filter)
	return n, place(err, filter)
}

// ParseJSON reads a filter in CQL2 JSON into the tree that Parse would give for the
// same filter as text. The error is an *Error.
func ParseJSON(b []byte) (Node, error) {
	filter := string(b)
	if err := held(filter); err != nil {
		return nil, place(err, filter)
	}
	n, err := parseJSON(filter)
	return n, place(err, filter)
}

// held checks what any filter must be before it is looked into.
func held(filter string) error {
	if len(filter) > MaxBytes {
		return fail(MaxBytes, "il filtro è lungo %d byte, il massimo è %d: accorcialo o dividilo in più richieste",
			"the filter is %d bytes long, the most is %d: shorten it or split it over several requests", len(filter), MaxBytes)
	}
	if !utf8.ValidString(filter) {
		at := 0
		for {
			r, size := utf8.DecodeRuneInString(filter[at:])
			if r == utf8.RuneError && size == 1 {
				return fail(at, "il filtro non è UTF-8: qui c'è un byte che non è un carattere", "the filter is not UTF-8: here is a byte that is no character")
			}
			at += size
		}
	}
	if strings.TrimSpace(filter) == "" {
		return fail(0, "il filtro è vuoto: togli il parametro oppure scrivi una condizione, per esempio kind = 'portineria'",
			"the filter is empty: leave the parameter out or write a condition, for example kind = 'portineria'")
	}
	return nil
}
