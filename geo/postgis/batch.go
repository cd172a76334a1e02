package postgis

import (
	"context"
	"regexp"

	"atlante/geo"
)

func (s *Store) saveBatch(ctx context.Context, b geo.Batch) error {
	if b.Notices == nil {
		b.Notices = []string{}
	}
	_, err := s.exec(ctx, "batch_save", b.ID, b.What, b.File, b.Checksum, b.CreatedAt, b.Accepted, b.Refused, b.Notices)
	return err
}

var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// plain turns a slice of a string type into []string, never nil.
func plain[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}
