package facts

import (
	"fmt"
	"math"
	"testing"

	"atlante/geo"
)

func TestComuniAddUpToTheTerritory(t *testing.T) {
	comuni, err := Comuni()
	if err != nil {
		t.Fatal(err)
	}
	// DESIGN section 4: residents, comuni and mountain comuni by zone.
	want := map[geo.ZoneID][3]int{
		1: {853196, 1, 0}, 2: {231276, 14, 3}, 3: {262424, 18, 1}, 4: {133969, 8, 0},
		5: {129681, 45, 33}, 6: {101356, 40, 40}, 7: {99846, 40, 24}, 8: {80347, 46, 27},
		9: {85490, 54, 15}, 10: {98056, 24, 0}, 11: {128635, 22, 0},
	}
	got := make(map[geo.ZoneID][3]int)
	area, residents, valleys := 0.0, 0, 0
	for _, c := range comuni {
		n := got[c.Zone]
		n[0] += c.Residents
		n[1]++
		if c.Mountain() {
			n[2]++
		}
		got[c.Zone] = n
		area += c.AreaKm2
		residents += c.Residents
		if c.Valley != "" {
			valleys++
		}
	}
	for z, w := range want {
		if got[z] != w {
			t.Errorf("zone %d: residents, comuni, mountain = %v, want %v", z, got[z], w)
		}
	}
	if len(comuni) != 312 || residents != 2204276 || math.Abs(area-6827) > 1 || valleys != 115 {
		t.Errorf("comuni %d, residents %d, area %.1f, in valleys %d", len(comuni), residents, area, valleys)
	}
}

func TestZonesAndValleysAndPasses(t *testing.T) {
	zones, err := Zones()
	if err != nil || len(zones) != 11 || zones[6].Name != "Ciriacese - Valli di Lanzo" {
		t.Errorf("zones %v, %v", zones, err)
	}
	valleys, err := Valleys()
	if err != nil || len(valleys) != 23 {
		t.Errorf("valleys %d, %v", len(valleys), err)
	}
	known := map[geo.ValleyID]bool{"": true}
	for _, v := range valleys {
		known[v.ID] = true
	}
	comuni, err := Comuni()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range comuni {
		if !known[c.Valley] {
			t.Errorf("%s lies in an unknown valley %q", c.Name, c.Valley)
		}
	}
	passes, err := Passes()
	if err != nil || len(passes) != 4 {
		t.Errorf("passes %v, %v", passes, err)
	}
}

func TestKinds(t *testing.T) {
	kinds, err := Kinds()
	if err != nil || len(kinds) != 4 {
		t.Fatalf("kinds %v, %v", kinds, err)
	}
	plain, mountain := geo.Comune{MountainClass: "NM"}, geo.Comune{MountainClass: "T"}
	for i, want := range []struct {
		id              geo.KindID
		plain, mountain geo.Mode
		car             int
		completeness    string
	}{
		{"portineria", geo.ModeFoot, geo.ModeCar, 30, "not_surveyed"},
		{"casa_del_quartiere", geo.ModeCar, geo.ModeCar, 30, "complete"},
		{"partner", geo.ModeCar, geo.ModeCar, 45, "not_surveyed"},
		{"cer", geo.ModeArea, geo.ModeArea, 0, "not_surveyed"},
	} {
		k := kinds[i]
		if k.ID != want.id || k.Mode(plain) != want.plain || k.Mode(mountain) != want.mountain ||
			k.Threshold(geo.ModeCar) != want.car || k.Completeness != want.completeness || k.Position != i+1 {
			t.Errorf("kind %d is %+v, want %+v", i, k, want)
		}
	}
	if kinds[0].Threshold(geo.ModeFoot) != 15 {
		t.Errorf("portineria on foot: %d minutes", kinds[0].ThresholdFoot)
	}
}

// The codes of the Torino area ran in alphabetical order from 001001 to 001315,
// with Mappano, Val di Chy and Valchiusa added later: the gaps among today's
// codes are exactly the comuni that mergers ended.
func TestSuppressedAreExactlyTheMissingCodes(t *testing.T) {
	comuni, err := Comuni()
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[geo.ComuneID]string)
	for _, c := range comuni {
		names[c.ID] = c.Name
	}
	missing := make(map[geo.ComuneID]bool)
	for n := 1001; n <= 1318; n++ {
		id := geo.ComuneID(fmt.Sprintf("%06d", n))
		if names[id] == "" {
			missing[id] = true
		}
	}
	suppressed, err := Suppressed()
	if err != nil {
		t.Fatal(err)
	}
	if len(missing) != 6 || len(suppressed) != 6 {
		t.Fatalf("%d codes missing, %d suppressed, want 6", len(missing), len(suppressed))
	}
	today := make(map[string]int)
	for _, s := range suppressed {
		if !missing[s.ID] {
			t.Errorf("%s %s is not among the missing codes", s.ID, s.Name)
		}
		before, after := neighbours(names, s.ID)
		if !(before < s.Name && s.Name < after) {
			t.Errorf("%s %s is out of order between %s and %s", s.ID, s.Name, before, after)
		}
		today[names[s.Today]]++
		if s.Source.Name == "" || s.Since != "2019-01-01" {
			t.Errorf("%s without source or date", s.Name)
		}
	}
	if today["Val di Chy"] != 3 || today["Valchiusa"] != 3 {
		t.Errorf("merged into %v", today)
	}
}

func neighbours(names map[geo.ComuneID]string, id geo.ComuneID) (before, after string) {
	var n int
	fmt.Sscanf(string(id), "%d", &n)
	at := func(n int) string { return names[geo.ComuneID(fmt.Sprintf("%06d", n))] }
	return at(n - 1), at(n + 1)
}

func TestParticipants(t *testing.T) {
	list, err := Participants()
	if err != nil || len(list) != 130 {
		t.Fatalf("%d participants, %v", len(list), err)
	}
	for _, o := range list {
		if o.Name == "" || o.Relation == "" || o.Source.Name == "" {
			t.Errorf("%+v lacks name, relation or source", o)
		}
		if o.Name == "Comune di Ciriè" && o.Comune != "001086" {
			t.Errorf("Ciriè is %q", o.Comune)
		}
	}
}

func TestEverySetHasASource(t *testing.T) {
	for _, s := range Sets() {
		if src := Source(s); src.Name == "" || src.Licence == "" {
			t.Errorf("%s: %+v", s, src)
		}
		if len(contents(s)) == 0 {
			t.Errorf("%s is empty", s)
		}
	}
}
