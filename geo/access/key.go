package access

import (
	"fmt"
	"io"

	"github.com/google/uuid"

	"atlante/geo"
)

// Key is the idempotency key of a write: the same key again gives the first
// outcome and does nothing. The zero Key is none.
type Key uuid.UUID

// NewKey makes a key (UUIDv7), for the hidden field of a form.
func NewKey(random io.Reader) (Key, error) {
	id, err := uuid.NewV7FromReader(random)
	if err != nil {
		return Key{}, fmt.Errorf("make a key: %w", err)
	}
	return Key(id), nil
}

// ParseKey reads a key in the canonical form of a UUID, version 4 or 7.
func ParseKey(text string) (Key, error) {
	id, err := uuid.Parse(text)
	if err != nil || len(text) != 36 || id.Variant() != uuid.RFC4122 || id.Version() != 4 && id.Version() != 7 {
		return Key{}, geo.Invalid("Questo modulo non è completo (manca la sua chiave): ricarica la pagina e riprova. / This form lacks its key (a UUID of version 4 or 7): reload the page and try again.")
	}
	return Key(id), nil
}

// String is the canonical form.
func (k Key) String() string { return uuid.UUID(k).String() }

// IsZero tells that there is no key.
func (k Key) IsZero() bool { return k == Key{} }
