package synthetic

import (
	"reflect"
	"strings"
	"testing"

	"atlante/geo/ingest/facts"
)

// The comuni beyond the border are those that Piemonte has besides: about 870
// with 2.05 million people, none of them inside or near a real one, each named
// so that nobody takes it for real.
func TestBeyond(t *testing.T) {
	t.Parallel()
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	o := beyond(comuni, 1)
	people, mountain := 0, 0
	for _, c := range o.comuni {
		people += c.Residents
		if c.Mountain() {
			mountain++
		}
		if !strings.HasPrefix(c.Name, "Comune sintetico ") || len(c.ID) != 6 || c.ID[0] != '9' {
			t.Errorf("%s %s", c.ID, c.Name)
		}
		if d := nearestSeat(comuni, spotOf(c.Seat)); d < minimum-710 { // those of the corridors are shaken afterwards
			t.Errorf("%s is %.0f m from a real seat", c.Name, d)
		}
		if c.Mountain() == (c.Valley == "") {
			t.Errorf("%s: class %s in valley %q", c.Name, c.MountainClass, c.Valley)
		}
	}
	t.Logf("%d comuni, %d residents, %d in the mountains, %d valleys", len(o.comuni), people, mountain, len(o.valleys))
	if len(o.comuni) < 750 || len(o.comuni) > 1000 || people < 1_700_000 || people > 2_400_000 {
		t.Errorf("%d comuni, %d residents", len(o.comuni), people)
	}
	if !reflect.DeepEqual(o, beyond(comuni, 1)) {
		t.Error("drawn again it is another land")
	}
	if reflect.DeepEqual(o, beyond(comuni, 2)) {
		t.Error("another seed gives the same land")
	}
}
