package cover_test

import (
	"testing"

	"github.com/google/uuid"

	"atlante/geo/cover"
)

// Who goes to a place that closes goes to his second, if he has one; the order of
// the parts does not matter.
func TestClosingAddsUp(t *testing.T) {
	a, b := uuid.UUID{1}, uuid.UUID{2}
	parts := []cover.ClosingPart{
		{Comune: "001013", ComuneName: "Balme", Residents: 40, Threshold: 30, Minutes: 20, Next: &cover.Reached{Place: b, Minutes: 31}},
		{Comune: "001013", ComuneName: "Balme", Residents: 30, Threshold: 30, Minutes: 31, Next: &cover.Reached{Place: a, Minutes: 40}},
		{Comune: "001003", ComuneName: "Ala di Stura", Residents: 100, Threshold: 30, Minutes: 30, Next: &cover.Reached{Place: a, Minutes: 30}},
		{Comune: "001003", ComuneName: "Ala di Stura", Residents: 20, Threshold: 30, Minutes: 25},
	}
	for _, list := range [][]cover.ClosingPart{parts, {parts[3], parts[1], parts[2], parts[0]}} {
		var c cover.Closing
		c.Add(list)
		if c.Residents != 190 || c.Within != 160 || c.Then != 100 || c.CutOff != 20 || *c.Median != 30 || *c.MedianThen != 30 {
			t.Errorf("%+v", c)
		}
		if len(c.Comuni) != 2 || c.Comuni[0] != (cover.ClosingComune{Comune: "001003", Name: "Ala di Stura", Residents: 120, Within: 120, Then: 100, CutOff: 20}) {
			t.Errorf("%+v", c.Comuni)
		}
		if len(c.Next) != 2 || c.Next[0].Place != a || c.Next[0].Residents != 130 || c.Next[1].Residents != 40 {
			t.Errorf("%+v", c.Next)
		}
	}
	var nobody cover.Closing
	if nobody.Add(nil); nobody.Residents != 0 || nobody.Median != nil || nobody.MedianThen != nil {
		t.Errorf("%+v", nobody)
	}
}
