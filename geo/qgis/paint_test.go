package qgis

import (
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/feature"
)

// TestCoverageByTheOwnMinutes: each kind is drawn by its own threshold and says its
// way; a comune of the plain by that of the plain.
func TestCoverageByTheOwnMinutes(t *testing.T) {
	car := geo.Kind{ID: "partner", ModeMountain: geo.ModeCar, ModeElse: geo.ModeCar, ThresholdCar: 45, ThresholdFoot: 15}
	mixed := geo.Kind{ID: "portineria", ModeMountain: geo.ModeCar, ModeElse: geo.ModeFoot, ThresholdCar: 30, ThresholdFoot: 15}
	for _, c := range []struct {
		kind             geo.Kind
		of, share, about string
	}{
		{car, feature.Comuni, `"covered_45_partner"`, "entro 45 min in auto"},
		{mixed, feature.Zones, `"covered_30_portineria"`, "entro 30 min in auto in montagna, a piedi altrove"},
		{mixed, feature.Comuni, `if("mountain" = 'NM', "covered_15_portineria", "covered_30_portineria")`, "entro 30 min in auto in montagna, 15 a piedi altrove"},
		{geo.Kind{ID: "cer", ByArea: true}, feature.Zones, `"covered_cer"`, "in un'area servita"},
	} {
		if share, about := covered(c.kind, c.of); share != c.share || about != c.about {
			t.Errorf("%s of %s: %s, %s", c.kind.ID, c.of, share, about)
		}
		if rules := shareRules(c.kind, c.of); !strings.Contains(rules[0].filter, c.share) || rules[len(rules)-1].label != "non si sa" {
			t.Errorf("%s of %s: %+v", c.kind.ID, c.of, rules)
		}
	}
	if kept(20) != 30 || kept(60) != 45 || kept(15) != 15 {
		t.Error("a threshold that is not kept is drawn by the next, or by the most")
	}
}
