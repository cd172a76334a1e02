package feature_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"atlante/geo"
	"atlante/geo/feature"
)

// Values are read as they are written, and what is none of the type is refused
// with the name of the field and what it takes.
func TestValuesAreOfTheirType(t *testing.T) {
	for _, c := range []struct {
		kind feature.Type
		text string
		want any
	}{
		{feature.Text, "Àncora", "Àncora"}, {feature.Text, "", ""}, {feature.Integer, "-7", int64(-7)}, {feature.Real, "1e3", 1000.0},
		{feature.Boolean, "false", false}, {feature.Day, "2026-02-28", time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)},
		{feature.Instant, "2026-02-28T01:00:00.5+01:00", time.Date(2026, 2, 28, 0, 0, 0, 5e8, time.UTC)},
	} {
		got, err := feature.Field{Name: "campo", Type: c.kind}.Parse(c.text)
		if at, is := c.want.(time.Time); err != nil || is && !at.Equal(got.(time.Time)) || !is && got != c.want {
			t.Errorf("%s %q: %v, %v", c.kind, c.text, got, err)
		}
	}
	for kind, texts := range map[feature.Type][]string{
		feature.Text: {"a\x00", "\xff"}, feature.Integer: {"", "1.0", "9223372036854775808"}, feature.Real: {"NaN", "Inf", "1e999", "uno"},
		feature.Boolean: {"1", "TRUE", ""}, feature.Day: {"2026-02-30", "2026-02-28T00:00:00Z", "ieri"}, feature.Instant: {"2026-02-28", "x"},
	} {
		for _, text := range texts {
			_, err := feature.Field{Name: "campo", Type: kind}.Parse(text)
			it, en := kind.Words()
			if !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), "campo: ") || !strings.Contains(err.Error(), it) || !strings.Contains(err.Error(), en) {
				t.Errorf("%s %q: %v", kind, text, err)
			}
		}
	}
}

// A reference system is known by its code, and none is listed twice.
func TestSystemsAreKnownByTheirCodes(t *testing.T) {
	seen := map[feature.SRID]bool{}
	for _, s := range feature.SRIDs() {
		x, ok := s.System()
		if !ok || x.SRID != s || x.TitleIT == "" || x.TitleEN == "" || x.Domain.IsEmpty() || seen[s] {
			t.Errorf("%d: %+v", s, x)
		}
		seen[s] = true
	}
	if _, ok := feature.SRID(3003).System(); ok || feature.SRID(0).OrWGS84() != feature.WGS84 || feature.UTM32.OrWGS84() != feature.UTM32 || len(seen) != 4 {
		t.Error(len(seen))
	}
}
