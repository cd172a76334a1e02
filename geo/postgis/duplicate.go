package postgis

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo/registry"
)

// candidatesMost bounds how many entries are looked at by the exact rule.
const candidatesMost = 60

// Candidates gives the ids of entries that may be the same as the content: those
// that share a code, a domain or a telephone with it, and those that stand near.
// The likest names come first.
func (s *Store) Candidates(ctx context.Context, c registry.Content, exclude uuid.UUID) ([]uuid.UUID, error) {
	t := registry.TracesOf(c)
	position, err := pointOrNull(c)
	if err != nil {
		return nil, err
	}
	return all(ctx, s.db, pgx.RowTo[uuid.UUID], "duplicates", list(t.Codes), list(t.Domains), list(t.Phones), t.Name, position,
		float64(registry.NearM), exclude, candidatesMost)
}

// SaveTraces keeps the traces of what an entry says now, and, where people see
// something else or nothing, name and position.
func (s *Store) SaveTraces(ctx context.Context, e registry.Entry, c registry.Content) error {
	t := registry.TracesOf(c)
	position, err := pointOrNull(c)
	if err != nil {
		return err
	}
	if e.Visible() && e.Waiting == 0 { // the place says it
		t.Name, position = "", nil
	}
	_, err = s.exec(ctx, "entry_signs", e.ID, list(t.Codes), list(t.Domains), list(t.Phones), t.Name, position)
	return err
}

// pointOrNull leaves out what is no place on Earth: contents are looked at before
// they are checked.
func pointOrNull(c registry.Content) ([]byte, error) {
	if c.Position == nil || !earth.Contains(*c.Position) {
		return nil, nil
	}
	return encode(*c.Position, 4326)
}

var earth = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}

// list is never NULL, and holds only what PostgreSQL takes as text.
func list(in []string) []string {
	out := make([]string, 0, len(in))
	for _, s := range in {
		if utf8.ValidString(s) && !strings.ContainsRune(s, 0) {
			out = append(out, s)
		}
	}
	return out
}
