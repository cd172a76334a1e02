package moderation

import (
	"testing"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func words[T ~string](list []T) []string {
	var out []string
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

func TestTexts(t *testing.T) {
	s := sitetest.New(t, site.Options{})
	if _, err := s.Section(files); err != nil {
		t.Fatal(err)
	}
	var acts, withWords []string
	for _, d := range decisions {
		acts = append(acts, string(d.action))
		switch d.action {
		case registry.RequestChanges, registry.Reject, registry.Suspend, registry.DeclineClaim, registry.CloseReport, registry.Merge, registry.Restore, registry.Edit, registry.Place:
			withWords = append(withWords, string(d.action))
		}
	}
	sitetest.Texts(t, s, map[string][]string{
		"mod.point.":     {"lat", "lon"},
		"mod.point.map.": {"map", "marker", "zoomin", "zoomout"},
		"mod.taken.":     words([]registry.Action{registry.Take, registry.RequestChanges}),
		"mod.what.":      whats, "mod.filter.": whats,
		"mod.state.":      words(registry.States()),
		"mod.role.":       append(words(access.Roles()), "program"),
		"mod.field.":      words(append([]registry.Field{registry.FieldConfirmedOn}, spelled...)),
		"mod.form.":       words(registry.LegalForms()),
		"mod.area.":       words(registry.Areas()),
		"mod.wheelchair.": words([]registry.Wheelchair{registry.WheelchairYes, registry.WheelchairLimited, registry.WheelchairNo}),
		"mod.status.": words([]geo.OperatingStatus{geo.StatusActive, geo.StatusTemporarilyClosed, geo.StatusSeasonal,
			geo.StatusPlanned, geo.StatusClosed}),
		"mod.position.": words([]geo.Precision{geo.PrecisionExact, geo.PrecisionHouseNumber, geo.PrecisionStreet,
			geo.PrecisionLocality, geo.PrecisionComune, geo.PrecisionNone}),
		"mod.way.": ways, "mod.mark.": {"private", "public"},
		"mod.like.":   words([]registry.Likeness{registry.SameCodiceFiscale, registry.SameDomain, registry.SamePhone, registry.LikeNameNear}),
		"mod.did.":    moving(),
		"mod.reason.": words(registry.Reasons()),
		"mod.act.":    acts, "mod.done.": acts,
		"mod.words.": withWords, "mod.hint.": append(withWords, "take", "restore"),
		"mod.map.":     {"was", "waits", "same", "name", "zoomin", "zoomout", "failed"},
		"mod.consent.": words([]registry.ConsentKind{registry.ConsentLicence, registry.ConsentPrivacy, registry.ConsentPublish}),
	})
	for _, d := range decisions {
		for _, key := range []string{"mod.done." + string(d.action), "mod.done." + string(d.action) + ".of"} {
			if s.Texts(site.English).Say(key) == key {
				t.Errorf("%s has no text", key)
			}
		}
	}
}

// moving are the actions that a history can tell, and those that strangers take.
func moving() []string {
	out := []string{string(registry.Claim), string(registry.Report)}
	for _, a := range registry.Actions() {
		if a.Moves() {
			out = append(out, string(a))
		}
	}
	return out
}

// Whatever a content can say is said to the moderator.
func TestEveryFieldIsSpelled(t *testing.T) {
	full := fullContent()
	said := map[registry.Field]bool{registry.FieldConfirmedOn: true} // "still true" is no change to look at
	for _, f := range spelled {
		said[f] = true
	}
	for _, f := range differing(registry.Content{}, full) {
		if !said[f] {
			t.Errorf("a change of %q would not be shown", f)
		}
	}
	if n := len(differing(registry.Content{}, full)); n < len(spelled) {
		t.Errorf("the content of the test fills %d fields, there are %d", n, len(spelled))
	}
}
