package entry

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"atlante/geo/access"
	"atlante/geo/registry"
)

func TestStrangersAreSentToSignIn(t *testing.T) {
	c := open(t)
	e := c.published(c.person("prima@example.org"))
	for _, path := range []string{"/mie-schede", "/mie-schede/account", "/mie-schede/esporta", "/mie-schede/" + e.ID.String(),
		"/mie-schede/" + e.ID.String() + "/storia", "/mie-schede/" + e.ID.String() + "/cancella"} {
		if to := c.get(path).must(http.StatusSeeOther).Header().Get("Location"); !strings.HasPrefix(to, "/accedi?to=") {
			t.Errorf("%s leads to %s", path, to)
		}
	}
	c.who = c.person("altra@example.org")
	for _, path := range []string{"/mie-schede/" + e.ID.String(), "/mie-schede/" + e.ID.String() + "/ritira"} {
		if p := c.get(path); p.Code != http.StatusForbidden {
			t.Errorf("%s: status %d for a stranger", path, p.Code)
		}
	}
	c.get("/mie-schede/018f0000-0000-7000-8000-000000000000").must(http.StatusNotFound)
	c.get("/mie-schede/nessuna").must(http.StatusNotFound)
}

func TestSavingSaysWhatIsLiveAndWhatWaits(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	e := c.published(c.who)
	path := "/mie-schede/" + e.ID.String()
	c.get("/mie-schede").must(http.StatusOK, "Associazione Prova della Valle", "pubblicata, ancora senza punto", "è ancora tutto vero", "Modifica")

	f := c.get(path).must(http.StatusOK, "cambia dopo un controllo").form("entryform")
	f.Set("hours", "sabato 9-12")
	f.Set("name", "Un altro nome")
	f.Set("do", "review")
	p := c.ask("POST", path, f).must(http.StatusOK, "Va subito sulla mappa: Orari", "Aspetta un controllo: Nome")
	if got := contentOf(c.dossier(c.who, e.ID)); got.Hours != "" {
		t.Error("looking at what would change has changed it")
	}
	f = p.form("entryform")
	f.Set("do", "save")
	to := c.ask("POST", path, f).must(http.StatusSeeOther).Header().Get("Location")
	c.get(to).must(http.StatusOK, "Salvato.", "È già sulla mappa: Orari", "Aspetta un controllo: Nome")
	d := c.dossier(c.who, e.ID)
	if d.Public.Content.Hours != "sabato 9-12" || d.Public.Content.Name == "Un altro nome" || d.Waiting == nil || d.Waiting.Content.Name != "Un altro nome" {
		t.Errorf("public %+v, waiting %+v", d.Public, d.Waiting)
	}
	c.get(path+"/storia").must(http.StatusOK, "Modificata", "Orari", "Approvata", "tu")
	f = c.get(path).form("entryform")
	f.Set("do", "save")
	c.get(c.ask("POST", path, f).must(http.StatusSeeOther).Header().Get("Location")).must(http.StatusOK, "Non c'era niente da salvare")
}

// Two people write at the same time: the second sees both versions and chooses.
func TestAConflictLosesNothing(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	e := c.published(c.who)
	path := "/mie-schede/" + e.ID.String()
	first, second := c.get(path).form("entryform"), c.get(path).form("entryform")
	first.Set("description", "detto dal primo")
	first.Set("hours", "orari del primo")
	first.Set("do", "save")
	c.ask("POST", path, first).must(http.StatusSeeOther)

	second.Set("description", "detto dal secondo")
	second.Set("website", "https://secondo.example.org")
	second.Set("do", "save")
	p := c.ask("POST", path, second).must(http.StatusUnprocessableEntity, "Due versioni", "detto dal primo", "detto dal secondo", "orari del primo", "cambiato da tutti e due")
	f := p.posting(path)
	if f.Get("pick_hours") != "theirs" || f.Get("pick_description") != "mine" || f.Get("pick_website") != "mine" {
		t.Errorf("chosen beforehand: %v", f)
	}
	f.Set("pick_description", "theirs")
	f.Set("do", "picked")
	c.ask("POST", path, f).must(http.StatusSeeOther)
	got := c.dossier(c.who, e.ID).Public.Content
	if got.Description != "detto dal primo" || got.Hours != "orari del primo" || !strings.Contains(plainContacts(got), "secondo.example.org") {
		t.Errorf("after choosing: %+v", got)
	}
	// The old form once more: a conflict again, never an overwriting.
	second.Set("key", c.get(path).form("entryform").Get("key"))
	c.ask("POST", path, second).must(http.StatusUnprocessableEntity, "Due versioni")
	p = c.ask("POST", path, with(second, "do", "theirs")).must(http.StatusSeeOther)
	c.get(p.Header().Get("Location")).must(http.StatusOK, "Hai tenuto l'altra versione")
}

func with(f url.Values, name, value string) url.Values {
	out := url.Values{}
	for k, v := range f {
		out[k] = v
	}
	out.Set(name, value)
	return out
}

func plainContacts(c registry.Content) string {
	var b strings.Builder
	for _, k := range c.Contacts {
		b.WriteString(k.Value + " ")
	}
	return b.String()
}

func TestAnsweringTheModerator(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	moderator := c.person("moderatrice@example.org", access.Grant{Role: access.Admin})
	f := house(c.get("/partecipa/nuova").form("entryform"), "email", "prima@example.org")
	f.Set("do", "submit")
	c.now = c.now.Add(minute)
	c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther)
	list, err := c.registrar.Mine(t.Context(), c.who)
	if err != nil || len(list) != 1 || list[0].Entry.State != registry.Submitted {
		t.Fatalf("%+v, %v", list, err)
	}
	id := list[0].Entry.ID
	c.do(moderator, registry.Order{Action: registry.Take, Entry: id})
	c.get("/mie-schede/"+id.String()).must(http.StatusOK, "in controllo")
	c.do(moderator, registry.Order{Action: registry.RequestChanges, Entry: id, Text: "Ci serve la borgata, grazie"})
	p := c.get("/mie-schede/"+id.String()).must(http.StatusOK, "Che cosa ti chiediamo", "Ci serve la borgata, grazie", "Salva e rispondi")
	f = p.form("entryform")
	f.Set("locality", "Voragno")
	f.Set("text", "La borgata è Voragno, grazie a te")
	f.Set("do", "save")
	to := c.ask("POST", "/mie-schede/"+id.String(), f).must(http.StatusSeeOther).Header().Get("Location")
	c.get(to).must(http.StatusOK, "Inviato.")
	if d := c.dossier(c.who, id); d.State != registry.InReview || contentOf(d).Locality != "Voragno" {
		t.Errorf("state %s, %+v", d.State, contentOf(d))
	}
	if d := c.dossier(moderator, id); d.Transitions[0].Reason != "La borgata è Voragno, grazie a te" {
		t.Errorf("the moderator does not read the answer: %+v", d.Transitions[0])
	}
}

func TestThingsThatAreAskedFirst(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	e := c.published(c.who)
	path := "/mie-schede/" + e.ID.String()
	act := func(what string, pairs ...string) page {
		t.Helper()
		f := c.get(path + "/" + what).must(http.StatusOK).posting(path + "/" + what)
		for i := 0; i+1 < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return c.ask("POST", path+"/"+what, f)
	}
	act("conferma").must(http.StatusSeeOther)
	if d := c.dossier(c.who, e.ID); d.Public.Content.ConfirmedOn == "" || d.Verification != registry.SelfConfirmed && d.Verification != registry.ModeratorChecked {
		t.Errorf("attested: %+v, %s", d.Public.Content.ConfirmedOn, d.Verification)
	}
	act("invita", "email", "non un indirizzo").must(http.StatusUnprocessableEntity)
	act("invita", "email", "collega@example.org").must(http.StatusSeeOther)
	act("ritira", "text", "lavori").must(http.StatusSeeOther)
	c.get(path).must(http.StatusOK, "ritirata", "Rimetti la scheda")
	act("rimetti").must(http.StatusSeeOther)
	act("cancella", "typed", "un altro nome").must(http.StatusUnprocessableEntity, "Il nome non è quello della scheda")
	to := act("cancella", "typed", "associazione prova della valle").must(http.StatusSeeOther).Header().Get("Location")
	c.get(to).must(http.StatusOK, "sono state cancellate")
	c.get(path).must(http.StatusNotFound)
}

func TestAllThatIsHeld(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	c.published(c.who, "codice_fiscale", "97500490012")
	p := c.get("/mie-schede/esporta").must(http.StatusOK)
	var got holding
	if err := json.Unmarshal(p.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Email != "prima@example.org" || len(got.Entries) != 1 || got.Entries[0].Revisions[0].Says["codice_fiscale"] != "97500490012" || len(got.Consents) != 3 {
		t.Errorf("%+v", got)
	}
	if p.Header().Get("Cache-Control") != "no-store" || !strings.Contains(p.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("headers %v", p.Header())
	}
	f := c.get("/mie-schede/account").must(http.StatusOK, "Curi una scheda", "Schede che curi 1", "Consensi registrati 3").posting("/mie-schede/account")
	f.Set("typed", "altra@example.org")
	c.ask("POST", "/mie-schede/account", f).must(http.StatusUnprocessableEntity)
	f.Set("typed", "PRIMA@example.org")
	to := c.ask("POST", "/mie-schede/account", f).must(http.StatusSeeOther).Header().Get("Location")
	c.who = access.Principal{}
	c.get(to).must(http.StatusOK, "Abbiamo cancellato il tuo accesso")
}

func TestClaimsAndReports(t *testing.T) {
	c := open(t)
	place := somePlace(t, c)
	for _, what := range []string{"reclama", "segnala"} {
		path := "/luoghi/" + place.ID.String() + "/" + what
		f := c.get(path).must(http.StatusOK, place.Name).posting(path)
		c.now = c.now.Add(minute)
		c.ask("POST", path, f).must(http.StatusUnprocessableEntity, "Scrivi due righe")
		f.Set("text", "siamo noi, <b>davvero</b>")
		c.ask("POST", path, f).must(http.StatusUnprocessableEntity, "Scrivi un'e-mail")
		f.Set("email", "qualcuno@example.org")
		to := c.ask("POST", path, f).must(http.StatusSeeOther).Header().Get("Location")
		c.get(to).must(http.StatusOK, "apri il messaggio e conferma", place.Name)
	}
	moderator := c.person("moderatrice@example.org", access.Grant{Role: access.Admin})
	if d := c.dossier(moderator, place.ID); len(d.Claims)+len(d.Reports) != 0 {
		t.Error("messages are in the queue before their address is confirmed")
	}
	c.get("/luoghi/018f0000-0000-7000-8000-000000000000/reclama").must(http.StatusNotFound)
}

func TestWhatIsTypedOutlivesTheSession(t *testing.T) {
	c := open(t)
	owner := c.person("prima@example.org")
	c.who = owner
	e := c.published(owner)
	path := "/mie-schede/" + e.ID.String()
	f := c.get(path).form("entryform")
	f.Set("description", "scritto \"prima\" <della> scadenza")
	f.Set("do", "save")
	c.who = access.Principal{}
	kept := c.ask("POST", path, f).must(http.StatusUnprocessableEntity, "non chiuderla").posting(path)
	c.who = owner
	c.ask("POST", path, kept).must(http.StatusSeeOther)
	if got := c.dossier(owner, e.ID).Public.Content.Description; got != f.Get("description") {
		t.Errorf("saved %q", got)
	}
}
