package feature_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"atlante/geo/feature"
	"atlante/geo/ingest/facts"
)

// TestValuesHaveWords: every value that a field can have is read in both languages,
// and the classes as the pages call them.
func TestValuesHaveWords(t *testing.T) {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range feature.Collections(kinds) {
		for _, f := range c.Fields {
			for _, v := range f.Values {
				if w, ok := f.Word(v); !ok || w.IT == "" || w.EN == "" {
					t.Errorf("%s.%s: %q is %+v", c.ID, f.Name, v, w)
				}
			}
			if _, ok := f.Word("altrove"); ok {
				t.Errorf("%s.%s has words for what is no value", c.ID, f.Name)
			}
		}
	}
	for lang, name := range map[string]string{"it": "../../web/texts/it.json", "en": "../../web/texts/en.json"} {
		var texts map[string]string
		if b, err := os.ReadFile(name); err != nil || json.Unmarshal(b, &texts) != nil {
			t.Fatal(name, err)
		}
		for _, c := range feature.Collections(kinds) {
			for _, f := range c.Fields {
				prefix, shown := map[string]string{"snai": "snai.", "mountain": "mountain.", "operating_status": "status.", "confidence": "confidence."}[f.Name]
				for i, v := range f.Values {
					if told := map[string]string{"it": f.Words[i].IT, "en": f.Words[i].EN}[lang]; shown && told != texts[prefix+v] {
						t.Errorf("%s %s: %q, the pages say %q", f.Name, v, told, texts[prefix+v])
					}
				}
			}
		}
	}
}

// TestMinutesSayHowPeopleTravel: every field of minutes says it on foot, by car or both.
func TestMinutesSayHowPeopleTravel(t *testing.T) {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range feature.Collections(kinds) {
		for _, f := range c.Fields {
			if f.Unit != feature.Minutes {
				continue
			}
			if !strings.Contains(f.TitleIT, "in auto") || !strings.Contains(f.TitleEN, "by car") {
				t.Errorf("%s.%s: %s, %s", c.ID, f.Name, f.TitleIT, f.TitleEN)
			}
		}
	}
}
