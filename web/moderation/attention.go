package moderation

import (
	"github.com/google/uuid"

	"atlante/geo/registry"
)

// taken says who is at what waits, and since when, or that its people have been
// asked for a change; "" while nobody has touched it.
func (f file) taken() string {
	t := f.Attention()
	if t == nil || f.State != registry.InReview && f.State != registry.Published && f.State != registry.ChangesRequested {
		return ""
	}
	return f.r.Say("mod.taken."+string(t.Action), "who", f.by(t.Role, t.Actor), "when", f.r.Moment(t.At))
}

// mine tells whether the one who asks has taken up what waits.
func (f file) mine() bool {
	t := f.Attention()
	return t != nil && t.Action == registry.Take && t.Actor != uuid.Nil && t.Actor == f.who.Person.ID
}
