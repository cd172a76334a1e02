package entry

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/mail"
	"atlante/geo/registry"
)

// A comune that is not understood is one thing to mend, not two: nothing is asked
// about a point that nobody has moved. A button writes the comune that was meant.
func TestAComuneThatIsMisspelt(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"), "comune", "Ceress", "point", "7.389700,45.313400", "point_for", "Piazza del Municipio 1, Ceress")
	f.Set("do", "submit")
	c.now = c.now.Add(minute)
	p := c.ask("POST", "/partecipa/nuova", f).must(http.StatusUnprocessableEntity, "Forse Ceres", "Scegli il comune:")
	if strings.Contains(p.text(), "il punto vale ancora?") {
		t.Errorf("a riddle about the point: %s", p.text())
	}
	names := 0
	for n := range p.doc.Descendants() {
		if n.Data == "button" && attr(n, "name") == "comune_is" {
			names++
		}
	}
	if names == 0 {
		t.Fatal("nothing to choose from")
	}
	f = p.form("entryform")
	f.Set("comune_is", "Ceres")
	p = c.ask("POST", "/partecipa/nuova", f)
	if got := p.form("entryform"); got.Get("comune") != "Ceres" || got.Get("description") != f.Get("description") || got.Get("draft") != f.Get("draft") {
		t.Errorf("after choosing: %v", got)
	}
}

func TestAStreetThatIsNotFoundIsSaid(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"), "address", "Via che non esiste affatto 99")
	f.Set("do", "locate")
	c.ask("POST", "/partecipa/nuova", f).must(http.StatusOK, "Non troviamo questa via a Ceres")
	f = house(c.get("/partecipa/nuova").form("entryform"), "comune", "Torino", "address", "", "locality", "Mirafiori Sud")
	f.Set("do", "locate")
	if p := c.ask("POST", "/partecipa/nuova", f); strings.Contains(p.text(), "Non troviamo") {
		t.Errorf("no street was typed: %s", p.text())
	}
}

// Without a point nobody is told that the entry is on the map.
func TestAnEntryWithoutAPointIsNotSaidToBeOnTheMap(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	bare := c.published(c.who)
	placed := c.published(c.who, "name", "Casa con il punto", "phone", "0123 999999", "point", "7.389700,45.313400", "point_keep", "yes",
		"address", "Via del Forno 7", "distinct", bare.ID.String())
	c.get("/mie-schede/"+bare.ID.String()).must(http.StatusOK, "pubblicata, ancora senza punto", "Si vede negli elenchi")
	c.get("/mie-schede/"+placed.ID.String()).must(http.StatusOK, "sulla mappa")
	text := c.get("/mie-schede").text()
	if strings.Count(text, "pubblicata, ancora senza punto") != 1 {
		t.Errorf("in the list: %s", text)
	}
	got := map[mail.Template]int{}
	for {
		m, _, err := c.store.ClaimMail(t.Context(), c.now.Add(minute), 24*time.Hour)
		if err != nil {
			break // no other mail waits
		}
		got[m.Template]++
	}
	if got[mail.Approved] != 1 || got[mail.ApprovedUnplaced] != 1 {
		t.Errorf("mails: %v", got)
	}
}

// The history is that of what people saw and what was decided.
func TestTheHistoryTellsOnlyWhatMatters(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	e := c.published(c.who)
	path := "/mie-schede/" + e.ID.String()
	f := c.get(path).form("entryform")
	f.Set("name", "Un nome che aspetta")
	f.Set("do", "save")
	c.ask("POST", path, f).must(http.StatusSeeOther)
	c.get("/mie-schede").must(http.StatusOK, "Associazione Prova della Valle pubblicata", "Il nome nuovo, «Un nome che aspetta», aspetta un controllo.")
	c.do(c.who, registry.Order{Action: registry.Attest, Entry: e.ID})
	c.do(c.who, registry.Order{Action: registry.Withdraw, Entry: e.ID, Text: "lavori"})
	text := c.get(path+"/storia").must(http.StatusOK, "Ritirata", "Modificata", "Approvata", "Un nome che aspetta").text()
	if n := strings.Count(text, "Associazione Prova della Valle Un nome che aspetta"); n != 1 {
		t.Errorf("the name is told %d times: %s", n, text)
	}
	for _, noise := range []string{"Bozza salvata", "Cominciata", "Presa in controllo"} {
		if strings.Contains(text, noise) {
			t.Errorf("the history tells of %q", noise)
		}
	}
}

// Who has asked to look after an entry is told so, and who does is led to it.
func TestAClaimIsNotAskedForTwice(t *testing.T) {
	c := open(t)
	owner, other := c.person("prima@example.org"), c.person("altra@example.org")
	e := c.published(owner)
	path := "/luoghi/" + e.ID.String() + "/reclama"
	c.who = other
	f := c.get(path).must(http.StatusOK, "Chi sei per questa organizzazione?").posting(path)
	f.Set("text", "siamo noi")
	c.now = c.now.Add(minute)
	c.ask("POST", path, f).must(http.StatusSeeOther)
	c.get(path).must(http.StatusOK, "Hai già chiesto di curare questa scheda")
	c.get("/mie-schede").must(http.StatusOK, "Hai chiesto di curare", "Associazione Prova della Valle : richiesta del", "La risposta arriva per e-mail")
	c.get(path+"?sent=confirmed").must(http.StatusOK, "Richiesta arrivata", "entro 5 giorni lavorativi")
	c.who = owner
	if p := c.get(path).must(http.StatusOK, "la curi già tu"); strings.Contains(p.text(), "Chi sei per") {
		t.Error("the owner is asked who she is")
	}
	c.who = access.Principal{Browser: access.Hash{9}}
	if p := c.get(path).must(http.StatusOK); strings.Contains(p.text(), "già") && strings.Contains(p.text(), "Hai già chiesto") {
		t.Error("a stranger is taken for another")
	}
}

func TestDraftsAreCountedApart(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	f := house(c.get("/partecipa/nuova").form("entryform"))
	f.Set("do", "save")
	to := c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther).Header().Get("Location")
	if _, err := uuid.Parse(mustURL(t, to).Query().Get("draft")); err != nil {
		t.Fatal(err)
	}
	p := c.get("/mie-schede/account").must(http.StatusOK, "Bozze e schede da confermare 1", "Associazione Prova della Valle : bozza. Una versione")
	if strings.Contains(p.text(), "Curi una scheda") {
		t.Error("a draft is counted as an entry")
	}
}

// Who erases the account reads of each entry what becomes of it, and what is wrong
// on top of the page.
func TestErasureSaysWhatBecomesOfEachEntry(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	e := c.published(c.who)
	f := house(c.get("/partecipa/nuova").form("entryform"))
	f.Set("name", "Una bozza mai inviata")
	f.Set("do", "save")
	c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther)
	f = c.get("/mie-schede/account").must(http.StatusOK, "Una bozza mai inviata : viene cancellata con la sua storia",
		"Associazione Prova della Valle : non viene cancellata: resta dov'è").posting("/mie-schede/account")
	f.Set("typed", "altra@example.org")
	p := c.ask("POST", "/mie-schede/account", f).must(http.StatusUnprocessableEntity, "L'indirizzo non è quello con cui sei entrato")
	if body := p.Body.String(); !strings.Contains(body, `id="faults"`) || !strings.Contains(body, `href="#typed"`) {
		t.Error("no summary leads to the field")
	}
	f.Set("typed", "prima@example.org")
	c.ask("POST", "/mie-schede/account", f).must(http.StatusSeeOther)
	d, err := c.store.Entry(t.Context(), e.ID)
	if err != nil || d.State != registry.Published || len(d.Stewards) != 0 {
		t.Errorf("not what the page has said: %+v %v", d, err)
	}
}
