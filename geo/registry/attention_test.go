package registry_test

import (
	"testing"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// Placing the point of an entry, as one who moderates does, answers nothing that
// its people were asked; what they write does.
func TestACorrectionOfAModeratorAnswersNothing(t *testing.T) {
	asked := registry.Transition{Action: registry.RequestChanges, Role: access.ZoneModerator}
	for role, want := range map[access.Role]bool{access.ZoneModerator: true, access.NetworkModerator: true, access.Admin: true, access.Owner: false, access.Editor: false} {
		got := registry.Attention([]registry.Transition{{Action: registry.Edit, Role: role}, asked})
		if (got != nil) != want || want && got.Action != registry.RequestChanges {
			t.Errorf("after an edit by %s: %+v", role, got)
		}
	}
}
