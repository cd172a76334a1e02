package ask

import (
	"testing"
	"time"
)

// TestPeriodsOfTools: what QGIS 3.22 and GDAL 3.6 write beside the standard.
func TestPeriodsOfTools(t *testing.T) {
	at := func(s string) *time.Time {
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return &v
	}
	same := func(a, b *time.Time) bool { return a == nil && b == nil || a != nil && b != nil && a.Equal(*b) }
	for s, want := range map[string]Period{
		"2026-01-01T/..":                               {Since: at("2026-01-01T00:00:00Z")},
		"../2026-01-01T":                               {Until: at("2026-01-01T23:59:59.999999Z")},
		"2026-01-01T/2026-01-31T":                      {at("2026-01-01T00:00:00Z"), at("2026-01-31T23:59:59.999999Z")},
		"2026-01-01T10:00:00.000/9999-12-31T00:00:00Z": {at("2026-01-01T10:00:00Z"), at("9999-12-31T00:00:00Z")},
		"0000-01-01T00:00:00Z/2026-01-01":              {Until: at("2026-01-01T23:59:59.999999Z")},
	} {
		got, err := ParsePeriod(s)
		if err != nil || !same(got.Since, want.Since) || !same(got.Until, want.Until) {
			t.Errorf("%s: %v %v %v", s, got.Since, got.Until, err)
		}
	}
	for _, s := range []string{"T", "0000-01-01", "0000-01-01T00:00:00Z/..", "../0000-01-01", "2026-01-01TT/..", "2026-13-01T"} {
		if p, err := ParsePeriod(s); err == nil {
			t.Errorf("%s is read as %v", s, p)
		}
	}
}
