package api_test

import (
	"net/http"
	"reflect"
	"testing"

	"atlante/api"
)

// history of an area that was found once; without places beyond the border the
// figures with them are those of today; without roads nothing is compared.
func history(t *testing.T, h http.Handler) {
	var list api.GapList
	read(t, h, "/api/v1/gaps?limit=1", http.StatusOK, &list)
	g := list.Items[0]
	var past api.GapHistory
	read(t, h, "/api/v1/gaps/"+g.ID+"/history", http.StatusOK, &past)
	if len(past.Moments) != 1 || past.Ended || past.Kind != g.Kind || past.Moments[0].Residents != g.Residents || past.Moments[0].Name != g.Name || *past.Moments[0].Model != "estimate" {
		t.Errorf("%+v of %+v", past, g)
	}
	var today, with api.List[api.CoverageCounts]
	read(t, h, "/api/v1/coverage?area=zone&limit=1000", http.StatusOK, &today)
	read(t, h, "/api/v1/coverage?area=zone&limit=1000&scenario=external", http.StatusOK, &with)
	if !reflect.DeepEqual(today.Items, with.Items) || len(with.Items) == 0 {
		t.Error("other figures, though no place beyond the border counts")
	}
	var c api.Calibration
	read(t, h, "/api/v1/calibration", http.StatusOK, &c)
	if c.Notice == nil || len(c.Constants) != 0 || c.Publication.Model != "estimate" || c.Publication.Roads != nil || c.Publication.Synthetic {
		t.Errorf("%+v", c)
	}
}

// closing of every portineria: to each resident one is the nearest, and what is
// lost is what the figures say.
func closing(t *testing.T, h http.Handler) {
	var places api.List[api.Place]
	read(t, h, "/api/v1/places?kind=portineria", http.StatusOK, &places)
	var today api.List[api.CoverageCounts]
	read(t, h, "/api/v1/coverage?kind=portineria&territory=all", http.StatusOK, &today)
	residents, within, longer := 0, 0, false
	for _, p := range places.Items {
		var c api.Closing
		read(t, h, "/api/v1/places/"+p.ID+"/closing", http.StatusOK, &c)
		residents, within = residents+c.Residents, within+c.Within
		sum, next := 0, c.CutOff
		for _, town := range c.Comuni {
			sum += town.Residents
		}
		for _, n := range c.Next {
			next += n.Residents
			if n.ID == p.ID {
				t.Errorf("%s closes and yet is next", p.Name)
			}
		}
		if sum != c.Residents || next != c.Residents || c.WithinThen > c.Within {
			t.Errorf("%s: %+v", p.Name, c)
		}
		longer = longer || c.MedianMinutesThen != nil && *c.MedianMinutesThen > *c.MedianMinutes
	}
	f := today.Items[0]
	own := f.Counts[len(f.Counts)-1]
	if residents != own.Within+own.Beyond || within != own.Within || !longer {
		t.Errorf("%d residents have a nearest, %d within; the figures say %+v", residents, within, own)
	}
}
