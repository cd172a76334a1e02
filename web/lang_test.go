package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/registry"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestTextsAndTheirUsesMatch(t *testing.T) {
	_, s := mounted(t, nil)
	sitetest.Texts(t, s, familyValues())
}

// familyValues are the texts whose keys are made of a prefix and a value of the domain.
func familyValues() map[string][]string {
	states := []string{string(cover.StateOK), string(cover.StateWalkOnly), string(cover.StateUnreachable),
		string(cover.StateUnknown), string(cover.StateEmpty), string(cover.StateServed), string(cover.StateNotServed)}
	territories := []string{"mountain", "inner", "all"}
	sorts := []string{"estimate", "roads", "undated", "synthetic"} // of madeBy
	return map[string][]string{
		"state.":      states,
		"status.":     {string(geo.StatusActive), string(geo.StatusPlanned), string(geo.StatusSeasonal), string(geo.StatusTemporarilyClosed), string(geo.StatusClosed)},
		"precision.":  {"exact", "house_number", "street", "locality", "comune", "none"},
		"mode.":       {"", "car", "foot", "area", "mixed"},
		"confidence.": {string(cover.Provisional), string(cover.Confirmed)}, "sure.": {string(cover.Provisional), string(cover.Confirmed)},
		"sure.list.":   {string(cover.Provisional), string(cover.Confirmed)},
		"story.model.": {string(cover.ModelEstimate), string(cover.ModelRoads)},
		"altimetric.":  {"1", "3", "5"}, "calibration.summary.": {"none", "roads", "undated", "synthetic"}, "story.": {"up", "same", "down"}, "calibration.bias.": {"longer", "shorter", "none"},
		"territory.": territories, "comuni.": territories, "of.": territories,
		"territory.none.": territories, "part.": {"mountain", "inner"},
		"model.": sorts, "model.legend.": sorts, "snai.means.": {"A", "B", "C", "D", "E", "F"},
		"tier.": {"spread", "census2021", "kontur", "ghs"},
		"snai.": {"A", "B", "C", "D", "E", "F"}, "mountain.": {"T", "P", "NM"},
		// The words of the registry, as places have them.
		"contact.": {string(registry.Email), string(registry.Phone), string(registry.Website), string(registry.ContactPerson)},
		"access.":  {string(registry.WheelchairYes), string(registry.WheelchairLimited), string(registry.WheelchairNo)},
		"plan.":    words(registry.Areas()), "form.of.": words(registry.LegalForms()),
		"checked.": {string(registry.Unverified), string(registry.SelfConfirmed), string(registry.RegistryMatched),
			string(registry.ModeratorChecked), string(registry.Visited)},
		"in.valley.": {"in", "la", "lalta", "il", "le"},
		"unit.":      {"s", "byte", "item", "character"}, "ui.": nil,
	}
}

// The long texts have the same sections in both languages, and every link to
// the page of the method leads to one of them.
func TestTheMethodHasTheSectionsThatPagesLinkTo(t *testing.T) {
	id := regexp.MustCompile(`id="([a-z-]+)"`)
	sections := map[site.Lang][]string{}
	for _, lang := range site.Languages {
		raw, err := os.ReadFile("texts/method." + string(lang) + ".html")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range id.FindAllStringSubmatch(string(raw), -1) {
			sections[lang] = append(sections[lang], m[1])
		}
	}
	if !slices.Equal(sections[site.Italian], sections[site.English]) {
		t.Errorf("Italian has %v, English %v", sections[site.Italian], sections[site.English])
	}
	anchor := regexp.MustCompile(`(?:method \+ "|"/metodo"\) \+ "|/metodo"}})#([a-z-]+)`)
	found := 0
	for _, glob := range []string{"*.go", "pages/*.html"} {
		files, _ := filepath.Glob(glob)
		for _, name := range files {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range anchor.FindAllStringSubmatch(string(raw), -1) {
				found++
				if !slices.Contains(sections[site.Italian], m[1]) {
					t.Errorf("%s links to /metodo#%s, which is not there", name, m[1])
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("found only %d links to the method: the pattern is wrong", found)
	}
}

// words are values of the domain as plain texts.
func words[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
