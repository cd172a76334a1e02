package moderation

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/mail"
	"atlante/geo/registry"
)

func at(e registry.Entry) string { return "/moderazione/" + e.ID.String() }

// From the queue to the map, by the buttons of the pages alone.
func TestNewEntryThroughTheDesk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.sent(portineria("Ceres")), registry.Entry{}
	d.now = d.now.AddDate(0, 0, 3)
	c := portineria("Viù")
	c.Comune, c.Address, c.Position, c.Contacts = "001313", "Via Roma 1", nil, []registry.Contact{{Kind: registry.Email, Value: "altra@example.org"}}
	c.Precision = geo.PrecisionNone
	second = d.sent(c)

	d.get("/moderazione").must(http.StatusOK, "2 cose aspettano; la prima da 3 giorni.", "Ceres scheda nuova da 3 giorni")
	p := d.get(at(first)).must(http.StatusOK, "segreta@valle.example.org privato", "+390112345678 si pubblica", "Che cosa decidi")
	if !p.leadsTo("tel:+390112345678") {
		t.Error("the telephone cannot be called")
	}
	p = d.send(p, "/prendi")
	if p.status != http.StatusSeeOther || !strings.HasPrefix(p.location, at(first)+"?") {
		t.Fatalf("%d %s", p.status, p.location)
	}
	p = d.get(p.location).must(http.StatusOK, "Presa in carico: Ceres.", "in revisione")
	d.get("/moderazione").must(http.StatusOK, "in carico a: moderazione di zona (tu)", "scritta da: chi gestisce la scheda")

	p = d.send(p, "/modifiche").must(http.StatusUnprocessableEntity, "C'è una cosa da correggere", "Scrivi che cosa va cambiato")
	p = d.send(p, "/modifiche", "text", "Manca la borgata.\nQuale?")
	if p.status != http.StatusSeeOther || !strings.HasPrefix(p.location, at(second)+"?") {
		t.Fatalf("after the first the second follows: %d %s", p.status, p.location)
	}
	p = d.get(p.location).must(http.StatusOK, "Modifica chiesta: Ceres. Guardala", "Adesso hai davanti un'altra scheda: Viù.", "Approva «Viù»…")
	if !strings.Contains(p.body, `href="`+at(first)+`"`) || !p.folded("/approva") || d.get(at(second)).folded("/approva") {
		t.Error("after a decision the next entry is approved by the click that was for the last one")
	}

	c = portineria("Ceres")
	c.Locality = "Voragno"
	e := d.entry(first.ID)
	d.do(d.owner, registry.Order{Action: registry.Answer, Entry: e.ID, Version: e.Version, Content: c, Text: "Ecco"})
	p = d.send(d.get(at(first)).must(http.StatusOK, "Voragno", "«Manca la borgata. Quale?»"), "/approva")
	if p.status != http.StatusSeeOther || !strings.HasPrefix(p.location, at(second)) {
		t.Fatalf("%d %s", p.status, p.location)
	}
	place, err := d.store.Place(t.Context(), first.ID)
	if err != nil || place.Locality != "Voragno" {
		t.Errorf("people do not see what was approved: %+v, %v", place, err)
	}
	d.get(at(second)).lacks("annulla")
	p = d.send(d.get(at(second)), "/rifiuta", "reason", "outside_territory", "text", "La sede è altrove")
	if p.location != "/moderazione?done=reject&of="+second.ID.String() {
		t.Errorf("the last leads to the queue: %s", p.location)
	}
	d.get(p.location).must(http.StatusOK, "Respinta: Viù.", "Non aspetta niente")
}

// Of a change only what changes is open; it says how far the pin has gone.
func TestChangeSideBySide(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.published(portineria("Ceres"))
	c := portineria("Portineria di Ceres")
	c.Position = &orb.Point{7.3900, 45.3158} // 300 m north
	d.do(d.owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c, Text: "ci siamo spostati"})
	p := d.get(at(e)).must(http.StatusOK, "Nome cambiato Ceres Portineria di Ceres", "Posizione cambiato", "verso nord.", "campi uguali", "«ci siamo spostati»", "chi gestisce la scheda")
	if strings.Contains(p.text(), "Descrizione cambiato") || !strings.Contains(p.text(), "300 metri") && !strings.Contains(p.text(), "301 metri") {
		t.Error(p.text())
	}
	for _, part := range []string{`class="was"`, `class="waits"`, `class="arrow"`, `id="compare-config"`} {
		if !strings.Contains(p.body, part) {
			t.Errorf("the map lacks %s", part)
		}
	}
	d.get("/moderazione?what=change").must(http.StatusOK, "modifica", "Cambia: nome, posizione")
	d.get("/moderazione?what=entry").must(http.StatusOK, "Qui non aspetta niente. Con altri filtri c'è una cosa.")
	d.send(p, "/rifiuta", "reason", "unverifiable", "text", "")
	if now := d.entry(e.ID); now.State != registry.Published || now.Waiting != 0 || now.Public != e.Public {
		t.Errorf("a refused change leaves the public entry: %+v", now)
	}
}

// What is approved is what was looked at.
func TestAnotherRevisionArrivesMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	p := d.get(at(e))
	c := portineria("Ceres con altro nome")
	d.do(d.owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c})

	p = d.send(p, "/approva").must(http.StatusConflict, "niente è stato deciso", "Guardavi la revisione", "Nome cambiato Ceres Ceres con altro nome")
	if d.entry(e.ID).State != registry.Submitted {
		t.Fatal("it was approved")
	}
	p = d.send(p, "/approva")
	if p.status != http.StatusSeeOther || d.entry(e.ID).State != registry.Published {
		t.Errorf("%d: what stands there now can be approved from the same page", p.status)
	}
}

func TestConflictKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	p := d.get(at(e))
	other := d.person("collega@example.org", access.Grant{Role: access.ZoneModerator, Zone: d.zone})
	d.do(other, registry.Order{Action: registry.Take, Entry: e.ID, Version: e.Version})
	p = d.send(p, "/rifiuta", "reason", "abuse", "text", "Parole <b>mie</b>").must(http.StatusConflict, "Ora la scheda è: in revisione", "Parole <b>mie</b>")
	if _, fields := p.form("/rifiuta"); fields.Get("text") != "Parole <b>mie</b>" || fields.Get("reason") != "abuse" {
		t.Errorf("the form has lost what was typed: %v", fields)
	}
	d.do(other, registry.Order{Action: registry.Approve, Entry: e.ID, Version: d.entry(e.ID).Version, Revision: e.Waiting})
	d.send(p, "/rifiuta").must(http.StatusConflict, "Ora la scheda è: pubblicata", "Avevi scritto: «Parole <b>mie</b>»")
	if d.entry(e.ID).State != registry.Published {
		t.Error("the second moderator has undone the first")
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	stays := d.published(portineria("Portineria di Ceres"))
	goes := d.sent(portineria("Portineria Ceres"))
	p := d.get(at(goes)).must(http.StatusOK, "Portineria di Ceres : stesso sito o dominio e-mail, stesso telefono, nome simile, qui vicino")
	_ = p
	d.get(at(goes)+"/unisci").must(http.StatusOK, "Scegli la scheda che resta", "Portineria di Ceres")
	d.get(at(goes)+"/unisci?q=portineria+ceres").must(http.StatusOK, "Portineria di Ceres")
	d.get(at(goes)+"/unisci?q=zzzzqqq").must(http.StatusOK, "Nessuna scheda pubblica")
	p = d.get(at(goes)+"/unisci?q=https://atlante.example/luoghi/"+stays.ID.String()).must(http.StatusOK, "sparisce e il suo indirizzo porta a «Portineria di Ceres»", "Telefono uguale")
	d.get(at(goes)+"/unisci?into="+goes.ID.String()).must(http.StatusBadRequest, "Scegli un'altra scheda")
	p.must(http.StatusOK, "la scheda che resta la cambia: presidente@lavalle.example")
	p = d.send(p, "/unisci", "text", "la stessa", "sure", "").must(http.StatusUnprocessableEntity, "Metti la spunta", "la stessa")
	p = d.send(p, "/unisci", "sure", "yes")
	d.mailed("presidente@lavalle.example", mail.Merged, mail.Kept, "Portineria di Ceres")
	d.mailed("presidente@lavalle.example", mail.Merged, mail.Path, "/luoghi/"+stays.ID.String())
	if p.status != http.StatusSeeOther {
		t.Fatal(p.text())
	}
	if e := d.entry(goes.ID); e.State != registry.Merged || e.MergedInto != stays.ID {
		t.Errorf("%+v", e)
	}
	d.get(at(goes)).must(http.StatusOK, "unita a un'altra", "Apri quella che resta")
	d.get(at(goes) + "/unisci").must(http.StatusForbidden)
}

func TestClaimsAndReports(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.published(portineria("Ceres"))
	claimer, reporter := d.person("nuova@lavalle.example"), d.person("vicino@example.org")
	d.do(claimer, registry.Order{Action: registry.Claim, Entry: e.ID, Text: "La gestiamo noi dal 2023"})
	d.do(reporter, registry.Order{Action: registry.Report, Entry: e.ID, Text: "Il sabato è chiusa"})
	d.get("/moderazione").must(http.StatusOK, "2 cose aspettano", "richiesta di gestione", "segnalazione")
	p := d.get(at(e)).must(http.StatusOK, "Una persona chiede di gestirla", "nuova@lavalle.example", "La gestiamo noi dal 2023", "Una segnalazione", "Il sabato è chiusa")
	p = d.send(p, "/reclamo/accetta")
	if !strings.HasPrefix(p.location, at(e)+"?") {
		t.Errorf("the report about the same entry is next: %s", p.location)
	}
	p = d.get(p.location).must(http.StatusOK, "Richiesta accettata: Ceres.", "2 persone la tengono aggiornata")
	d.send(p, "/segnalazione/chiudi", "text", "Orari corretti")
	d.get("/moderazione").must(http.StatusOK, "Non aspetta niente")
	d.do(d.person("terza@example.org"), registry.Order{Action: registry.Claim, Entry: e.ID, Text: "È mia"})
	d.send(d.get(at(e)), "/reclamo/respingi", "text", "Non ti conosce nessuno")
	d.get(at(e)).must(http.StatusOK, "2 persone la tengono aggiornata", "ha respinto la richiesta di gestione")
}

// A form that is sent twice, or again because nobody knows whether it arrived,
// is one step.
func TestSentTwiceIsOneStep(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	p := d.get(at(e))
	d.steps = lost{d.registrar}
	again := d.send(p, "/rifiuta", "reason", "abuse", "text", "Parole mie").must(http.StatusServiceUnavailable, "Non sappiamo se la decisione è arrivata", "Parole mie", "Riprova: Respingi")
	d.steps = d.registrar
	for range 2 {
		if p = d.send(again, "/rifiuta"); p.status != http.StatusSeeOther {
			t.Fatal(p.text())
		}
	}
	now := d.entry(e.ID)
	if now.State != registry.Rejected || now.Version != e.Version+1 {
		t.Errorf("version %d, want one more than %d: %+v", now.Version, e.Version, now)
	}
}

// lost takes the step and loses the answer.
type lost struct{ Registrar }

func (l lost) Do(ctx context.Context, p access.Principal, k access.Key, o registry.Order) (registry.Outcome, error) {
	if _, err := l.Registrar.Do(ctx, p, k, o); err != nil {
		return registry.Outcome{}, err
	}
	return registry.Outcome{}, fmt.Errorf("the answer is lost: %w", geo.ErrBusy)
}

func TestUnfinishedForms(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	p := d.get(at(e))
	for _, spoil := range [][2]string{{"key", ""}, {"key", "x"}, {"version", ""}, {"version", "-1"}, {"revision", "x"}} {
		d.send(p, "/approva", spoil[0], spoil[1]).must(http.StatusUnprocessableEntity, "ricarica la pagina")
	}
	d.send(p, "/approva", "version", "99").must(http.StatusConflict)
	d.send(p, "/approva", "revision", "77").must(http.StatusConflict)
	d.post("/moderazione/"+uuid.NewString()+"/approva", nil).must(http.StatusNotFound)
	d.post("/moderazione/x/approva", nil).must(http.StatusNotFound)
	if now := d.entry(e.ID); now.Version != e.Version {
		t.Errorf("something was written: %+v", now)
	}
}

func TestSessionEndsWhileTyping(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	p := d.get(at(e))
	d.who = access.Principal{}
	kept := d.send(p, "/rifiuta", "reason", "abuse", "text", "Mezz'ora di parole").must(http.StatusForbidden, "Il tuo accesso è scaduto", "Mezz'ora di parole")
	if a := d.send(p, "/approva"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/accedi?to=") {
		t.Errorf("%d %s", a.status, a.location)
	}
	d.who = d.moderator
	if p = d.send(kept, "/rifiuta"); p.status != http.StatusSeeOther || d.entry(e.ID).State != registry.Rejected {
		t.Errorf("%d %s", p.status, p.text())
	}
}

// A session that was stolen does not empty the queue in a minute; what was typed
// waits with the moderator.
func TestTooManyDecisions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.sent(portineria("Ceres"))
	p := d.get(at(e))
	limits := &access.Limiter{Counters: d.store, Secret: []byte("limits"), Now: func() time.Time { return d.now }}
	who := access.Who{Email: access.FoldEmail(d.moderator.Person.Email)}
	for range access.Moderation().Quotas[0].Count {
		if err := limits.Take(t.Context(), access.Moderation(), who); err != nil {
			t.Fatal(err)
		}
	}
	kept := d.send(p, "/rifiuta", "reason", "abuse", "text", "Parole mie").must(http.StatusTooManyRequests, "La decisione non è stata presa", "Parole mie")
	if d.entry(e.ID).State != registry.Submitted {
		t.Error("it was taken")
	}
	d.now = d.now.Add(time.Hour)
	if d.send(kept, "/rifiuta"); d.entry(e.ID).State != registry.Rejected {
		t.Error("an hour later it can be taken")
	}
}

func TestLateAfterFiveWorkingDays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sent(portineria("Ceres")) // on a Monday
	d.now = d.now.AddDate(0, 0, 7)
	d.get("/moderazione").must(http.StatusOK, "da 7 giorni").lacks("oltre 5 giorni")
	d.now = d.now.Add(24 * time.Hour)
	d.get("/moderazione").must(http.StatusOK, "da 8 giorni", "oltre 5 giorni lavorativi")
}
