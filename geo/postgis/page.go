package postgis

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"atlante/geo"
)

// Keyset paging: a cursor is the sort key of the last row of the page, encoded
// so that nobody builds one by hand.

// afterKey decodes a cursor; the empty cursor is start.
func afterKey(cursor, start string) (string, error) {
	if cursor == "" {
		return start, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || !utf8.Valid(b) || strings.ContainsRune(string(b), 0) {
		return "", geo.Invalid("after: il segnaposto di pagina non è valido; usa quello dell'indirizzo «next» / not a cursor of ours")
	}
	return string(b), nil
}

// page cuts the one row too many that tells whether there is a next page.
func page[T any](rows []T, limit int, key func(T) string) ([]T, string) {
	if len(rows) <= limit {
		return rows, ""
	}
	rows = rows[:limit]
	return rows, base64.RawURLEncoding.EncodeToString([]byte(key(rows[limit-1])))
}
