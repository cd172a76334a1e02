package site

import (
	"slices"
	"testing"
)

func TestPluralsAndValues(t *testing.T) {
	x := &Texts{lang: Italian, byKey: map[string]string{
		"rows": "{n} righe", "rows.one": "una riga", "rows.none": "nessuna riga", "of": "{n} di {name}: {", "bad": "{who}"}}
	for _, c := range []struct{ want, got string }{
		{"1.200 righe", x.Say("rows", "n", 1200)},
		{"una riga", x.Say("rows", "n", 1)},
		{"nessuna riga", x.Say("rows", "n", 0)},
		{"2 di <b>: {}", x.Say("of", "n", 2, "name", "<b>")},
		{"{who}", x.Say("bad")},
		{"missing.key", x.Say("missing.key")},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestPartsKeepLinksApart(t *testing.T) {
	x := &Texts{lang: English, byKey: map[string]string{"s": "In {a} live {n}."}}
	got := x.Parts("s", "a", Part{"Ceres", "/comuni/001072"}, "n", 1234)
	want := []Part{{Text: "In "}, {"Ceres", "/comuni/001072"}, {Text: " live "}, {Text: "1,234"}, {Text: "."}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
