package moderation

import (
	"net/http"
	"testing"

	"atlante/geo"
	"atlante/geo/registry"
)

// A public entry without a point gets one from the moderator, by typing alone.
func TestPlaceThePoint(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := portineria("Ceres")
	c.Position, c.Precision, c.PositionSource = nil, geo.PrecisionNone, ""
	if p := d.get(at(d.sent(portineria("Altra")))); p.hasForm("/punto") {
		t.Error("of what nobody has approved the point is asked for, not placed")
	}
	e := d.published(c)
	p := d.get(at(e)).must(http.StatusOK, "Metti il punto sulla mappa…")
	p = d.send(p, "/punto", "lat", "qui", "lon", "", "text", "").must(http.StatusUnprocessableEntity, "Scrivi la latitudine", "Scrivi la longitudine", "Scrivi da dove lo sai")
	d.send(p, "/punto", "lat", "41,9", "lon", "12,5", "text", "Roma").must(http.StatusUnprocessableEntity, "fuori")
	p = d.send(p, "/punto", "lat", "45,3134", "lon", "7,3897", "text", "Sentiti al telefono")
	d.get(p.location).must(http.StatusOK, "Punto salvato: Ceres.", "45,3134 N 7,3897 E", "«Sentiti al telefono»")
	place, err := d.store.Place(t.Context(), e.ID)
	if err != nil || place.Position == nil || place.Name != "Ceres" || d.entry(e.ID).State != registry.Published {
		t.Errorf("%+v %v", place, err)
	}
}
