package moderation

import (
	"net/http"
	"testing"

	"atlante/geo/mail"
	"atlante/geo/registry"
)

func TestSuspendResumeRestore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.published(portineria("Ceres"))
	c := portineria("Ceres")
	c.Description = "Un'altra descrizione"
	e = d.do(d.owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c})
	p := d.get(at(e)).must(http.StatusOK, "Cambia: descrizione.")
	p = d.send(p, "/sospendi", "reason", "other", "text", "").must(http.StatusUnprocessableEntity, "Scrivi due righe")
	p = d.send(p, "/sospendi", "reason", "other", "text", "Chi chiama non trova nessuno")
	if _, err := d.store.Place(t.Context(), e.ID); p.location != at(e)+"?done=suspend&of="+e.ID.String() || err == nil {
		t.Fatalf("%s; still on the map: %v", p.location, err)
	}
	p = d.send(d.get(p.location).must(http.StatusOK, "Sospesa: Ceres.", "«altro: Chi chiama non trova nessuno»", "Era pubblica"), "/riattiva")
	p = d.get(p.location).must(http.StatusOK, "Riattivata: Ceres.")
	d.get(at(e)+"/revisioni/1").must(http.StatusOK, "Ceres: revisione 1", "Pacchi, pratiche, un caffè", "segreta@valle.example.org privato")
	d.get(at(e) + "/revisioni/99").must(http.StatusNotFound)
	d.get(at(e) + "/revisioni/x").must(http.StatusNotFound)
	if p.hasForm("/ripristina") {
		t.Error("a click in the list restores")
	}
	d.get(at(e)+"/revisioni/1/ripristina").must(http.StatusForbidden, "mai stata pubblica") // the draft
	d.get(at(e) + "/revisioni/3/ripristina").must(http.StatusForbidden)
	d.get(at(e) + "/revisioni/99/ripristina").must(http.StatusNotFound)
	p = d.get(at(e)+"/revisioni/2/ripristina").must(http.StatusOK, "Descrizione cambiato Un'altra descrizione Pacchi, pratiche, un caffè")
	p = d.send(p, "/ripristina", "sure", "").must(http.StatusUnprocessableEntity, "Scrivi perché")
	p = d.send(p, "/ripristina", "sure", "", "text", "Era giusta prima").must(http.StatusUnprocessableEntity, "Metti la spunta", "Era giusta prima")
	if d.entry(e.ID).Public != 3 {
		t.Fatal("it was restored without a confirmation")
	}
	p = d.send(p, "/ripristina", "sure", "yes")
	d.mailed("presidente@lavalle.example", mail.Restored, mail.Text, "Era giusta prima")
	if place, err := d.store.Place(t.Context(), e.ID); p.status != http.StatusSeeOther || err != nil {
		t.Fatalf("%d %s %v", p.status, p.text(), err)
	} else if d.get(at(e)).must(http.StatusOK, "Pacchi, pratiche, un caffè"); place.Name != "Ceres" {
		t.Errorf("%+v", place)
	}
}
