package download

import (
	"context"
	"io"

	"atlante/geo/export"
	"atlante/geo/feature"
)

// Write makes the file that is asked for: features go from the database to w one
// by one. It ends early with the error of ctx, of the store or of w.
func Write(ctx context.Context, store feature.Source, w io.Writer, q Request, s feature.State, a export.About, o export.Options) error {
	file, err := export.New(q.Format, w, q.Collection, s, q.Query.CRS, a, o)
	if err != nil {
		return err
	}
	defer file.Discard()
	if _, err := store.Features(ctx, q.Query, func(f feature.Feature) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return file.Write(f)
	}); err != nil {
		return err
	}
	return file.Close()
}
