package entry

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

func TestLookFirst(t *testing.T) {
	c := open(t)
	place := somePlace(t, c)
	p := c.get("/partecipa?q="+escape(place.Name)).must(http.StatusOK, place.Name, "È la tua? Chiedi di curarla", "Aggiungi la tua organizzazione")
	body := p.Body.String()
	for _, want := range []string{"/luoghi/" + place.ID.String() + "/reclama", "/partecipa/nuova?name="} {
		if !strings.Contains(body, want) {
			t.Errorf("no link to %s", want)
		}
	}
	c.get("/partecipa?q=zzzzqqqq").must(http.StatusOK, "Nessun risultato", "Non c'è ancora")
	if h := c.get("/partecipa").Header().Get("Cache-Control"); h != "no-store" {
		t.Errorf("a page that shows drafts is kept: %q", h)
	}
}

// A registration without a script: one form, one message, nothing else.
func TestAVisitorSendsAnEntry(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova?name=Prova").form("entryform"), "email_public", "yes")
	f.Set("do", "submit")
	c.now = c.now.Add(time.Minute)
	to := c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther).Header().Get("Location")
	p := c.get(to).must(http.StatusOK, "Ti abbiamo scritto a presidente@example.org", "5 giorni lavorativi")
	if f := p.posting("/partecipa/inviata"); f.Get("email") != "presidente@example.org" {
		t.Errorf("to be mended: %v", f)
	}
	if text := c.get("/partecipa").text(); strings.Contains(text, "Continua") || !strings.Contains(text, "Già inviate") {
		t.Errorf("an entry that was sent passes for a draft: %s", text)
	}
	d := c.dossier(c.who, uuid.MustParse(mustURL(t, to).Query().Get("draft")))
	got := contentOf(d)
	if d.State != registry.EmailPending || got.Comune != "001072" || got.Kind != "partner" || got.Position != nil || got.Precision != geo.PrecisionNone {
		t.Errorf("state %s, content %+v", d.State, got)
	}
	if len(got.PublicContacts()) != 1 || got.PublicContacts()[0].Kind != registry.Email {
		t.Errorf("contacts %+v", got.Contacts)
	}
	// The same form once more: nothing new.
	again := c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther).Header().Get("Location")
	if again != to {
		t.Errorf("sent twice: %s and %s", to, again)
	}
}

func TestWhatIsWrongIsSaidAndNothingIsLost(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"), "name", "", "kind", "", "comune", "Ceress", "email", "presidente@", "licence", "", "privacy", "",
		"phone", "12", "description", "due\nrighe <b>", "codice_fiscale", "12345678901")
	f.Set("do", "submit")
	c.now = c.now.Add(time.Minute)
	p := c.ask("POST", "/partecipa/nuova", f).must(http.StatusUnprocessableEntity, "Non conosciamo il comune «Ceress». Forse Ceres", "Bozza salvata alle")
	again := p.form("entryform")
	for _, name := range []string{"comune", "email", "phone", "description", "codice_fiscale", "address"} {
		if again.Get(name) != f.Get(name) {
			t.Errorf("%s: %q became %q", name, f.Get(name), again.Get(name))
		}
	}
	for _, field := range []string{"comune", "kind", "name", "codice_fiscale", "email", "phone", "licence", "privacy"} {
		linked, there := false, false
		for n := range p.doc.Descendants() {
			linked = linked || n.Data == "a" && attr(n, "href") == "#"+field
			there = there || attr(n, "id") == field
		}
		if !linked || !there {
			t.Errorf("%s: linked from the summary %v, on the page %v", field, linked, there)
		}
	}
	if again.Get("draft") == "" {
		t.Fatal("no draft was saved")
	}
	// Mended, with the same form: the draft is the one that is sent.
	again = house(again, "codice_fiscale", "", "phone", "0123 456789")
	again.Set("do", "submit")
	to := c.ask("POST", "/partecipa/nuova", again).must(http.StatusSeeOther).Header().Get("Location")
	if !strings.Contains(to, again.Get("draft")) {
		t.Errorf("another entry was sent: %s", to)
	}
}

func TestDraftsAreKeptForTheBrowserThatWroteThem(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"), "phone", "ancora da scrivere", "email", "")
	f.Set("do", "save")
	to := c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther).Header().Get("Location")
	back := c.get(to).must(http.StatusOK, "Bozza salvata alle 10:00").form("entryform")
	if back.Get("name") != "Associazione Prova della Valle" || back.Get("phone") != "ancora da scrivere" || back.Get("comune") != "Ceres" {
		t.Errorf("the draft says %v", back)
	}
	c.get("/partecipa").must(http.StatusOK, "Hai una bozza", "Continua: Associazione Prova della Valle")
	c.who = access.Principal{Browser: access.Hash{2}}
	c.get(to).must(http.StatusNotFound)
	c.ask("POST", "/partecipa/nuova", back).must(http.StatusNotFound)
	if strings.Contains(c.get("/partecipa").text(), "bozza") {
		t.Error("another browser sees the draft")
	}
}

func TestScriptsSaveDrafts(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"))
	f.Set("do", "autosave")
	var last string
	for i := range 3 {
		p := c.ask("POST", "/partecipa/nuova", f).must(http.StatusOK, "Bozza salvata alle")
		for n := range p.doc.Descendants() {
			if attr(n, "id") == "answer" {
				f.Set("draft", attr(n, "data-draft"))
				f.Set("version", attr(n, "data-version"))
				f.Set("key", attr(n, "data-key"))
			}
		}
		if i > 0 && f.Get("draft") != last {
			t.Fatalf("another draft: %s and %s", last, f.Get("draft"))
		}
		last = f.Get("draft")
		f.Set("name", f.Get("name")+"!")
	}
	if list, err := c.registrar.Mine(t.Context(), c.who); err != nil || len(list) != 1 {
		t.Errorf("%d drafts, %v", len(list), err)
	}
	// An older window of the same draft: nothing is overwritten unseen.
	f.Set("version", "1")
	f.Set("key", c.get("/partecipa/nuova").form("entryform").Get("key"))
	c.ask("POST", "/partecipa/nuova", f).must(http.StatusUnprocessableEntity, "da un'altra finestra")
}

func TestThePointIsAskedForAgainWhenTheAddressChanges(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"), "comune", "Torino", "locality", "Mirafiori Sud", "address", "")
	f.Set("do", "locate")
	p := c.ask("POST", "/partecipa/nuova", f).must(http.StatusOK, "nel quartiere o nella borgata", "Senza punto, per ora")
	f = p.form("entryform")
	point := ""
	for n := range p.doc.Descendants() {
		if attr(n, "name") == "point" && point == "" {
			point = attr(n, "value")
		}
	}
	f.Set("point", point)
	f.Set("do", "save")
	to := c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther).Header().Get("Location")
	id := uuid.MustParse(mustURL(t, to).Query().Get("draft"))
	if got := contentOf(c.dossier(c.who, id)); got.Precision != geo.PrecisionLocality || got.RadiusM == 0 || writePoint(*got.Position) != point {
		t.Errorf("the point of the list: %+v", got)
	}
	// Another comune: the point is kept, and asked about until somebody answers.
	f = c.get(to).form("entryform")
	f.Set("comune", "Ceres")
	f.Set("locality", "")
	f.Set("do", "save")
	p = c.ask("POST", "/partecipa/nuova", f).must(http.StatusUnprocessableEntity, "il punto vale ancora?")
	if got := contentOf(c.dossier(c.who, id)); got.Position == nil || got.Precision != geo.PrecisionNone {
		t.Errorf("the point that waits for an answer: %+v", got)
	}
	c.get("/partecipa/nuova?draft="+id.String()).must(http.StatusOK, "vale ancora")
	f = p.form("entryform")
	f.Set("point_keep", "yes")
	f.Set("do", "save")
	c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther)
	if got := contentOf(c.dossier(c.who, id)); got.Precision != geo.PrecisionExact || got.PositionSource != sourcePin {
		t.Errorf("the point that was kept: %+v", got)
	}
}

func TestProgramsAreAskedToWait(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"))
	f.Set("do", "submit")
	c.now = c.now.Add(2 * time.Second)
	p := c.ask("POST", "/partecipa/nuova", f).must(http.StatusUnprocessableEntity, "pochissimi secondi")
	c.now = c.now.Add(10 * time.Second)
	again := p.form("entryform")
	again.Set("do", "submit")
	c.ask("POST", "/partecipa/nuova", again).must(http.StatusSeeOther)

	for name, begun := range map[string]string{"none": "", "invented": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "of long ago": c.begin(c.now.AddDate(0, -1, 0))} {
		f = house(c.get("/partecipa/nuova").form("entryform"), "email", "altra@example.org", "name", "Altra "+name, "phone", "")
		f.Set("began", begun)
		f.Set("do", "submit")
		if p := c.ask("POST", "/partecipa/nuova", f); p.Code != http.StatusUnprocessableEntity {
			t.Errorf("a beginning that is %s: status %d", name, p.Code)
		}
	}
	f = house(c.get("/partecipa/nuova").form("entryform"), "reason_phone", "1")
	f.Set("do", "submit")
	c.now = c.now.Add(time.Minute)
	before, _ := c.registrar.Mine(t.Context(), c.who)
	c.ask("POST", "/partecipa/nuova", f).must(http.StatusUnprocessableEntity, "completamento automatico")
	if after, _ := c.registrar.Mine(t.Context(), c.who); len(after) != len(before) {
		t.Error("a program that fills in every field has saved something")
	}
}

func (c *counter) begin(at time.Time) string {
	return (&pages{Options: Options{Secret: []byte("form")}}).begin(at)
}

func TestDuplicatesAreShownBeforeTheLastStep(t *testing.T) {
	c := open(t)
	owner := c.person("prima@example.org")
	e := c.published(owner, "codice_fiscale", "97500490012", "email", "prima@example.org")
	f := house(c.get("/partecipa/nuova").form("entryform"), "name", "Tutt'altro nome", "codice_fiscale", "97500490012", "phone", "", "email", "seconda@example.com")
	f.Set("do", "submit")
	c.now = c.now.Add(time.Minute)
	p := c.ask("POST", "/partecipa/nuova", f).must(http.StatusOK, "Potrebbe essere già sulla mappa", "Stesso codice fiscale", "Associazione Prova della Valle", "Tutt'altro nome")
	if strings.Contains(p.Body.String(), "prima@example.org") {
		t.Error("the private address of the other is shown")
	}
	if strings.Contains(p.text(), "Questa la curi già tu") {
		t.Error("a stranger is told that he keeps it")
	}
	again := p.form("entryform")
	if !strings.Contains(again.Encode(), "distinct="+e.ID.String()) {
		t.Fatalf("the form does not say which: %v", again)
	}
	again.Set("do", "submit")
	c.ask("POST", "/partecipa/nuova", again).must(http.StatusSeeOther)
}

// Nobody is asked to claim what he keeps already: he is led there.
func TestOnesOwnEntryIsNotClaimed(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	e := c.published(c.who, "codice_fiscale", "97500490012")
	f := house(c.get("/partecipa/nuova").form("entryform"), "name", "Tutt'altro nome", "codice_fiscale", "97500490012")
	f.Set("do", "submit")
	c.now = c.now.Add(time.Minute)
	p := c.ask("POST", "/partecipa/nuova", f).must(http.StatusOK, "Potrebbe essere già sulla mappa", "Questa la curi già tu.", "Apri la scheda che c'è")
	if body := p.Body.String(); strings.Contains(body, "/reclama") || !strings.Contains(body, `href="/mie-schede/`+e.ID.String()+`"`) {
		t.Error("it is offered to be claimed, or cannot be opened")
	}
}

func TestTheMessageCanBeSentAgain(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"))
	f.Set("do", "submit")
	c.now = c.now.Add(time.Minute)
	to := c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther).Header().Get("Location")
	again := c.get(to).posting("/partecipa/inviata")
	again.Set("email", "sbagl")
	c.ask("POST", "/partecipa/inviata", again).must(http.StatusUnprocessableEntity)
	again.Set("email", "nuova@example.org")
	to = c.ask("POST", "/partecipa/inviata", again).must(http.StatusSeeOther).Header().Get("Location")
	c.get(to).must(http.StatusOK, "nuova@example.org")
}

func TestComuniServedAreReadByName(t *testing.T) {
	c := open(t)
	f := house(c.get("/partecipa/nuova").form("entryform"), "kind", "cer", "service_area", "Ceres\nMonastero di Lanzo, torino; Ala di Stura")
	f.Set("do", "save")
	to := c.ask("POST", "/partecipa/nuova", f).must(http.StatusSeeOther).Header().Get("Location")
	d := c.dossier(c.who, uuid.MustParse(mustURL(t, to).Query().Get("draft")))
	if got := contentOf(d).ServiceArea; len(got) != 4 || !slices.Contains(got, "001272") {
		t.Errorf("served: %v", got)
	}
	f = c.get(to).form("entryform")
	if !strings.Contains(f.Get("service_area"), "Ala di Stura\n") && !strings.HasSuffix(f.Get("service_area"), "Ala di Stura") {
		t.Errorf("shown again as %q", f.Get("service_area"))
	}
	f.Set("service_area", "Ceres\nAtlantide")
	f.Set("do", "save")
	p := c.ask("POST", "/partecipa/nuova", f).must(http.StatusUnprocessableEntity, "Atlantide")
	if got := p.form("entryform").Get("service_area"); got != "Ceres\nAtlantide" {
		t.Errorf("came back as %q", got)
	}
}
