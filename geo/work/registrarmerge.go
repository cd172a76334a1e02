package work

import (
	"context"

	"atlante/geo/mail"
)

// tellMerged tells those who kept an entry which one stays, and where it is. One
// that people do not see yet is not named: the old address leads on.
func (w *written[S]) tellMerged(ctx context.Context) error {
	into := w.before.Into
	if into == nil || !into.Visible() {
		return w.tellKeepers(ctx, mail.Merged, publicPath, func(string) map[string]string { return map[string]string{mail.Kept: ""} })
	}
	v, err := w.s.Revision(ctx, into.ID, into.Public)
	if err != nil {
		return err
	}
	kept := func(string) map[string]string { return map[string]string{mail.Kept: v.Content.Name} }
	return w.tellKeepers(ctx, mail.Merged, publicPath+into.ID.String(), kept)
}
