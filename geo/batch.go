package geo

import (
	"time"

	"github.com/google/uuid"
)

// Batch is one import: its rows became visible together.
type Batch struct {
	ID        uuid.UUID // UUIDv7
	What      string    // "places", "comuni", …
	File      string
	Checksum  string // sha256 of the file
	CreatedAt time.Time
	Accepted  int
	Refused   int
	Notices   []string
}

// PlaceChanges counts what an import of places does.
type PlaceChanges struct {
	New, Changed, Same int
	Waiting            int // somebody keeps the entry: the row waits to be looked at
	Kept               int // the entry is not public, or something waits already: the row was put aside
}
