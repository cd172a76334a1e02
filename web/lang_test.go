package web

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
)

func mustTexts(t *testing.T, lang Lang) *texts {
	t.Helper()
	x, err := loadTexts(lang)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

var placeholder = regexp.MustCompile(`\{[a-z0-9]+\}`)

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	it, en := mustTexts(t, Italian), mustTexts(t, English)
	for key, text := range it.byKey {
		other, ok := en.byKey[key]
		if !ok {
			t.Errorf("%s is missing in English", key)
			continue
		}
		a, b := placeholder.FindAllString(text, -1), placeholder.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s: Italian has %v, English %v", key, a, b)
		}
	}
	for key := range en.byKey {
		if _, ok := it.byKey[key]; !ok {
			t.Errorf("%s is missing in Italian", key)
		}
	}
}

// Every key that a template or the code names exists, and every text is used.
func TestTextsAndTheirUsesMatch(t *testing.T) {
	x := mustTexts(t, Italian)
	used := usedKeys(t)
	for key := range used {
		if _, ok := x.byKey[key]; !ok {
			t.Errorf("%q is used and has no text", key)
		}
	}
	prefixes := slices.Collect(maps.Keys(familyValues()))
	prefixes = append(prefixes, "ui.")
	for key := range x.byKey {
		base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(key, ".area"), ".one"), ".none")
		inFamily := slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
		if !used[key] && !used[base] && !inFamily {
			t.Errorf("%q is a text that nothing uses", key)
		}
	}
}

// usedKeys finds the texts that templates, code and scripts name.
func usedKeys(t *testing.T) map[string]bool {
	t.Helper()
	patterns := map[string]*regexp.Regexp{
		"pages/*.html": regexp.MustCompile(`\bt "([a-z0-9.]+[a-z0-9])"`),
		"texts/*.html": regexp.MustCompile(`\bt "([a-z0-9.]+[a-z0-9])"`),
		"*.go":         regexp.MustCompile(`(?:say|parts)\("([a-z]+(?:\.[a-z0-9]+)*)"|(?:= |= "[a-z.]+", )"([a-z]+(?:\.[a-z0-9]+)+)"`),
	}
	used := map[string]bool{}
	for glob, pattern := range patterns {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %d files", glob, err, len(files))
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range pattern.FindAllStringSubmatch(string(raw), -1) {
				used[strings.Join(m[1:], "")] = true
			}
		}
	}
	return used
}

// familyValues are the texts whose keys are made of a prefix and a value of the domain.
func familyValues() map[string][]string {
	states := []string{string(cover.StateOK), string(cover.StateWalkOnly), string(cover.StateUnreachable),
		string(cover.StateUnknown), string(cover.StateEmpty), string(cover.StateServed), string(cover.StateNotServed)}
	territories := []string{"mountain", "inner", "all"}
	return map[string][]string{
		"state.":     states,
		"status.":    {string(geo.StatusActive), string(geo.StatusPlanned), string(geo.StatusSeasonal), string(geo.StatusTemporarilyClosed), string(geo.StatusClosed)},
		"precision.": {"exact", "house_number", "street", "locality", "comune", "none"},
		"mode.":      {"", "car", "foot", "area", "mixed"},
		"why.":       {string(cover.WhyFar), string(cover.WhyNoRoad), string(cover.WhyNothing), string(cover.WhyUnknown)},
		"confidence.": {string(cover.Provisional), string(cover.Confirmed),
			string(cover.Provisional) + ".why", string(cover.Confirmed) + ".why"},
		"territory.": territories, "comuni.": territories, "of.": territories,
		"territory.none.": territories, "part.": {"mountain", "inner"},
		"model.": {"estimate", "roads", "engine"}, "model.short.": {"estimate"}, "model.legend.": {"estimate"},
		"tier.": {"spread", "census2021", "kontur", "ghs"},
		"snai.": {"A", "B", "C", "D", "E", "F"}, "mountain.": {"T", "P", "NM"},
		"unit.": {"s", "byte", "item", "character"},
	}
}

func TestEveryValueOfTheDomainHasItsWords(t *testing.T) {
	x := mustTexts(t, Italian)
	for prefix, values := range familyValues() {
		for _, v := range values {
			if _, ok := x.byKey[prefix+v]; !ok {
				t.Errorf("%q has no text", prefix+v)
			}
		}
	}
	for _, why := range familyValues()["why."] {
		if _, ok := x.byKey["why."+why+".area"]; !ok {
			t.Errorf("why.%s.area has no text", why)
		}
	}
}

// The long texts have the same sections in both languages, and every link to
// the page of the method leads to one of them.
func TestTheMethodHasTheSectionsThatPagesLinkTo(t *testing.T) {
	id := regexp.MustCompile(`id="([a-z-]+)"`)
	sections := map[Lang][]string{}
	for _, lang := range languages {
		raw, err := os.ReadFile("texts/method." + string(lang) + ".html")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range id.FindAllStringSubmatch(string(raw), -1) {
			sections[lang] = append(sections[lang], m[1])
		}
	}
	if !slices.Equal(sections[Italian], sections[English]) {
		t.Errorf("Italian has %v, English %v", sections[Italian], sections[English])
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
				if !slices.Contains(sections[Italian], m[1]) {
					t.Errorf("%s links to /metodo#%s, which is not there", name, m[1])
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("found only %d links to the method: the pattern is wrong", found)
	}
}

func TestPluralsAndValues(t *testing.T) {
	x := &texts{lang: Italian, byKey: map[string]string{
		"rows": "{n} righe", "rows.one": "una riga", "rows.none": "nessuna riga", "of": "{n} di {name}: {", "bad": "{who}"}}
	for _, c := range []struct{ want, got string }{
		{"1.200 righe", x.say("rows", "n", 1200)},
		{"una riga", x.say("rows", "n", 1)},
		{"nessuna riga", x.say("rows", "n", 0)},
		{"2 di <b>: {}", x.say("of", "n", 2, "name", "<b>")},
		{"{who}", x.say("bad")},
		{"missing.key", x.say("missing.key")},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestPartsKeepLinksApart(t *testing.T) {
	x := &texts{lang: English, byKey: map[string]string{"s": "In {a} live {n}."}}
	got := x.parts("s", "a", part{"Ceres", "/comuni/001072"}, "n", 1234)
	want := []part{{Text: "In "}, {"Ceres", "/comuni/001072"}, {Text: " live "}, {Text: "1,234"}, {Text: "."}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
