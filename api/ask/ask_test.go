package ask_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo/feature"
)

// TestPagesTakeTheLongestCursor: what the store gives as a cursor is taken back.
func TestPagesTakeTheLongestCursor(t *testing.T) {
	for n, taken := range map[int]bool{636: true, feature.CursorMax: true, feature.CursorMax + 1: false} {
		q := wire.ReadQuery(httptest.NewRequest("GET", "/?after="+strings.Repeat("A", n), nil), ask.Paging()...)
		if page := ask.Page(q); (q.Err() == nil && len(page.After) == n) != taken {
			t.Errorf("%d characters: %v", n, q.Err())
		}
	}
}

// TestSystemsStandUnderTheirAddresses: every reference system of features has one
// address, that of degrees two, with the axes as the address has them.
func TestSystemsStandUnderTheirAddresses(t *testing.T) {
	var turned, straight []feature.SRID
	for _, c := range ask.Systems() {
		if again, err := ask.ParseCRS(c.URI); err != nil || again != c {
			t.Errorf("%s: %+v, %v", c.URI, again, err)
		}
		if c.LatitudeFirst {
			turned = append(turned, c.SRID)
			continue
		}
		straight = append(straight, c.SRID)
	}
	if len(turned) != 1 || turned[0] != feature.WGS84 || len(straight) != len(feature.SRIDs()) || ask.Systems()[0].URI != ask.CRS84 {
		t.Errorf("latitude first %v, longitude or easting first %v", turned, straight)
	}
}
