package moderation

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/registry"
)

// fullContent fills every field.
func fullContent() registry.Content {
	return registry.Content{
		Kind: "portineria", Name: "Portineria di Ceres", Network: "arci", Host: uuid.Must(uuid.NewV7()),
		Operator: registry.Operator{Name: "La Valle", LegalForm: registry.APS, CodiceFiscale: "97512340015", PartitaIVA: "07643520567"},
		Areas:    registry.Areas(), Description: "Pacchi e pratiche.", Hours: "lun 9–12", Wheelchair: registry.WheelchairLimited,
		Comune: "001072", Locality: "Voragno", Address: "Piazza Municipio 1", Position: &orb.Point{7.39, 45.313},
		Precision: geo.PrecisionStreet, RadiusM: 150, Status: geo.StatusSeasonal,
		Contacts: []registry.Contact{
			{Kind: registry.Email, Value: "privata@lavalle.example"},
			{Kind: registry.Phone, Value: "+390123456789", Publish: true},
			{Kind: registry.Website, Value: "https://lavalle.example", Publish: true},
			{Kind: registry.ContactPerson, Value: "Maria"}},
		ServiceArea: []geo.ComuneID{"001072"}, MayReach: []geo.ComuneID{"001272"}, Note: "d'estate", ConfirmedOn: "2026-07-01",
	}
}

func TestWorkingDays(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateTime, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		from, to      string
		working, days int
	}{
		{"2026-11-20 23:00:00", "2026-11-20 23:59:00", 0, 0}, // a Friday
		{"2026-11-20 23:00:00", "2026-11-21 00:01:00", 0, 1}, // Saturday
		{"2026-11-20 09:00:00", "2026-11-23 08:00:00", 1, 3}, // Monday
		{"2026-11-20 09:00:00", "2026-11-27 18:00:00", 5, 7}, // within what was promised
		{"2026-11-20 09:00:00", "2026-11-30 00:00:00", 6, 10},
		{"2026-11-20 09:00:00", "2026-11-19 00:00:00", 0, 0}, // a clock that was set back
	} {
		if w, d := workingDays(day(c.from), day(c.to)), days(day(c.from), day(c.to)); w != c.working || d != c.days {
			t.Errorf("%s to %s: %d working days of %d, want %d of %d", c.from, c.to, w, d, c.working, c.days)
		}
	}
}

func TestDaysAreCountedWherePeopleLive(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	before := time.Date(2026, 3, 28, 22, 30, 0, 0, time.UTC) // 23:30 in Rome, the night in which clocks go forward
	after := time.Date(2026, 3, 28, 23, 30, 0, 0, time.UTC)  // 00:30 of the next day
	if got := days(before.In(rome), after.In(rome)); got != 1 {
		t.Errorf("an hour over midnight in Rome: %d days, want 1", got)
	}
	if got := days(before, after); got != 0 {
		t.Errorf("the same in UTC: %d days, want 0", got)
	}
}

func TestWay(t *testing.T) {
	home := orb.Point{7.4, 45.3}
	for want, d := range map[string]orb.Point{"n": {0, .01}, "ne": {.01, .007}, "e": {.01, 0}, "se": {.01, -.007}, "s": {0, -.01},
		"sw": {-.01, -.007}, "w": {-.01, 0}, "nw": {-.01, .007}} {
		if got := way(home, orb.Point{home[0] + d[0], home[1] + d[1]}); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}

// The picture shows both positions and their rings, however far apart.
func TestLookShowsAll(t *testing.T) {
	for _, points := range [][]orb.Point{{{7.4, 45.3}}, {{7.4, 45.3}, {7.4001, 45.3}}, {{6.7, 44.7}, {8.1, 45.6}}} {
		v := look(around(points, 900))
		for _, p := range points {
			x, y := v.At(p)
			r := v.Metres(900)
			if x-r < 0 || y-r < 0 || x+r > sketchWidth || y+r > sketchHeight {
				t.Errorf("%v of %v falls out of the picture: %g %g with ring %g", p, points, x, y, r)
			}
		}
	}
}

func TestIDsInWhatIsPasted(t *testing.T) {
	const id = "0197f5a0-2222-7000-8000-00000000abcd"
	for in, want := range map[string]string{id: id, "https://atlante.example/luoghi/" + id + "?lang=en": id, "Portineria Ceres": "", "": ""} {
		if got := idIn(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
