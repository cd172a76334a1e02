package tiles

import (
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
)

// Whoever draws the tiles says where boundaries and roads are from.
func TestCreditNamesTheRoads(t *testing.T) {
	made := cover.Publication{BoundarySource: "ISTAT <2026>", Graph: &geo.RoadVersion{Source: geo.Source{Name: "Rete sintetica", Licence: "CC0"}}}
	for _, want := range []string{"ISTAT &lt;2026&gt;", "Rete sintetica, CC0"} {
		if got := boundaryCredit(made) + roadCredit(made.Graph); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
	if got := boundaryCredit(cover.Publication{BoundaryApprox: true}) + roadCredit(nil); !strings.Contains(got, "approximate") || strings.Contains(got, "strade") {
		t.Errorf("%q", got)
	}
}
