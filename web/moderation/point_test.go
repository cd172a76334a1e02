package moderation

import (
	"net/http"
	"testing"

	"atlante/geo"
	"atlante/geo/mail"
	"atlante/geo/registry"
)

// A public entry without a point gets one from the moderator, by typing alone.
func TestPlaceThePoint(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := portineria("Ceres")
	c.Position, c.Precision, c.PositionSource = nil, geo.PrecisionNone, ""
	e := d.published(c)
	p := d.get(at(e)).must(http.StatusOK, "Metti il punto sulla mappa…")
	p = d.send(p, "/punto", "lat", "qui", "lon", "", "text", "").must(http.StatusUnprocessableEntity, "Scrivi la latitudine", "Scrivi la longitudine", "Scrivi da dove lo sai")
	d.send(p, "/punto", "lat", "41,9", "lon", "12,5", "text", "Roma").must(http.StatusUnprocessableEntity, "fuori")
	p = d.send(p, "/punto", "lat", "45,3134", "lon", "7,3897", "text", "Sentiti al telefono")
	d.get(p.location).must(http.StatusOK, "Punto salvato: Ceres.", "45,3134 N 7,3897 E", "«Sentiti al telefono»")
	d.mailed(d.owner.Person.Email, mail.PointMoved, mail.Text, "Sentiti al telefono")
	place, err := d.store.Place(t.Context(), e.ID)
	if err != nil || place.Position == nil || place.Name != "Ceres" || d.entry(e.ID).State != registry.Published {
		t.Errorf("%+v %v", place, err)
	}
}

// An entry that waits for its first approval gets its point before: what the
// moderator places stands in what is approved then, and nothing else of it is his.
func TestPlaceThePointBeforeApproval(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := portineria("Ceres")
	c.Position, c.Precision, c.PositionSource = nil, geo.PrecisionNone, ""
	e := d.sent(c)
	p := d.get(at(e)).must(http.StatusOK, "Metti il punto sulla mappa…", "la vedono tutti quando la approvi")
	if p.hasForm("/punto") {
		t.Error("what nobody sees is offered as if it were public")
	}
	d.send(p, "/metti", "lat", "", "lon", "7,3897", "text", "").must(http.StatusUnprocessableEntity, "Scrivi la latitudine", "Scrivi da dove lo sai")
	d.send(p, "/metti", "lat", "41,9", "lon", "12,5", "text", "Roma").must(http.StatusUnprocessableEntity, "fuori")
	p = d.send(p, "/metti", "lat", "45,3134", "lon", "7,3897", "text", "Sentiti al telefono", "name", "Un altro nome")
	p = d.get(p.location).must(http.StatusOK, "Punto messo: Ceres. La scheda aspetta ancora di essere approvata.", "45,3134 N 7,3897 E", "Correggi il punto…", "«Sentiti al telefono»")
	d.mailed(d.owner.Person.Email, mail.PointMoved, mail.Text, "Sentiti al telefono")
	if now := d.entry(e.ID); now.State != registry.Submitted || now.Waiting != e.Waiting+1 || now.Public != 0 {
		t.Errorf("placing has moved more: %+v after %+v", now, e)
	}
	waiting, err := d.store.Revision(t.Context(), e.ID, e.Waiting+1)
	if err != nil || waiting.Author != d.owner.Person.ID || waiting.Content.PositionSource != sourceModerator {
		t.Errorf("what waits is not the owner's word with the moderator's point: %+v %v", waiting, err)
	}
	d.send(p, "/approva")
	place, err := d.store.Place(t.Context(), e.ID)
	if err != nil || place.Position == nil || place.Position.Lat() != 45.3134 || place.Name != "Ceres" {
		t.Errorf("%+v %v", place, err)
	}
	if p := d.get(at(e)); p.hasForm("/metti") || !p.hasForm("/punto") {
		t.Error("once it is public, the point of what people see is corrected")
	}
}
