package work

import (
	"cmp"
	"context"
	"slices"

	"atlante/geo/registry"
)

// published logs that contacts were ticked for publication in an entry that
// exists: the consent of the order, with the text that was shown. Of an order
// that brings none it is logged without a text, so that no contact is ever
// public without a row that says who made it so.
func (w *written[S]) published(ctx context.Context) error {
	if !registry.Publishes(w.former(), w.order.Content) {
		return nil
	}
	given := registry.Consent{What: registry.ConsentPublish, Given: true}
	for _, c := range w.order.Consents {
		if c.What == registry.ConsentPublish && c.Given {
			given = c
		}
	}
	return w.s.SaveConsents(ctx, w.step.Entry.ID, w.by.Person.ID, []registry.Consent{given}, w.at)
}

// former is what stood there before the order: what waited, else what people saw.
func (w *written[S]) former() registry.Content {
	number := cmp.Or(w.before.Entry.Waiting, w.before.Entry.Public)
	i := slices.IndexFunc(w.before.Revisions, func(v registry.Revision) bool { return v.Number == number })
	if i < 0 {
		return registry.Content{}
	}
	return w.before.Revisions[i].Content
}
