package entry

import (
	"testing"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// What a moderator has asked stays in sight of its people until they answer, also
// after she has placed the point herself.
func TestWhatAModeratorAskedStaysInSight(t *testing.T) {
	d := registry.Dossier{Entry: registry.Entry{State: registry.Published, Waiting: 2}, Waiting: &registry.Revision{}}
	asked := registry.Transition{Action: registry.RequestChanges, Role: access.ZoneModerator, Reason: "Il telefono?"}
	for role, want := range map[access.Role]string{access.ZoneModerator: asked.Reason, access.Owner: "", access.Editor: ""} {
		d.Transitions = []registry.Transition{{Action: registry.Edit, Role: role}, asked}
		if got := moderatorsWords(d); got != want {
			t.Errorf("after an edit by %s: %q, want %q", role, got, want)
		}
	}
}
