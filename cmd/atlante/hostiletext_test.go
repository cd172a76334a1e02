package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo/registry"
)

// hostileText is a text that would do harm where it is taken for more than text.
type hostileText struct {
	kind string
	text string // as a browser would send it; not always UTF-8
}

// UnmarshalJSON reads a text, a text repeated so many times, or bytes in percent-encoding.
func (h *hostileText) UnmarshalJSON(b []byte) error {
	var many struct {
		Of    string
		Times int
		Bytes string
	}
	if json.Unmarshal(b, &h.text) == nil {
		return nil
	}
	if err := json.Unmarshal(b, &many); err != nil {
		return err
	}
	raw, err := url.QueryUnescape(many.Bytes)
	h.text = strings.Repeat(many.Of, many.Times) + raw
	return err
}

// hostileTexts are those of testdata/hostile.json, which the browser test reads too.
func hostileTexts(t testing.TB) []hostileText {
	t.Helper()
	raw, err := os.ReadFile("testdata/hostile.json")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []struct {
		Kind  string
		Texts []hostileText
	}
	if err := json.Unmarshal(raw, &kinds); err != nil {
		t.Fatal(err)
	}
	var out []hostileText
	for _, k := range kinds {
		for _, x := range k.Texts {
			out = append(out, hostileText{k.Kind, x.text})
		}
	}
	return out
}

// givenBack is a text as a form gives it back: without blanks around it, with line
// ends as browsers and parsers of HTML make them, as far as fields keep any.
func givenBack(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	if r := []rune(s); len(r) > 4000 {
		s = string(r[:4000])
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}

// The fields of an entry that hold words, and those that hold something of a form.
var (
	wordFields   = []string{"name", "locality", "address", "operator", "description", "hours", "person"}
	formedFields = []string{"comune", "codice_fiscale", "partita_iva", "email", "phone", "website"}
	chosenFields = []string{"kind", "legal_form", "network", "status", "wheelchair", "areas", "point", "point_for", "distinct"}
	hiddenFields = []string{"version", "draft", "began", "key", "do"}
)

// hostile is the test of one text after another.
type hostile struct {
	*house
	t     *testing.T
	text  hostileText
	n     int
	sent  int        // entries that were sent already with this text
	form  url.Values // of the entry
	id    uuid.UUID
	count map[string]int
}

// Hostile texts in every field are stored and shown back as they were typed, or
// refused with a word about where; nothing on any page becomes more than text, and
// no mail gets a line that is not its own. One text of each kind, all with ATLANTE_SOAK=1.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	e := newEstate(t, noLog(), func(h *house) { h.makePeople(7, 8) })
	h := e.serve(t, "atlante")
	t.Cleanup(h.close)
	all := hostileTexts(t)
	if len(all) != 300 {
		t.Fatalf("%d texts", len(all))
	}
	count := map[string]int{}
	for n, text := range all {
		if !soak() && n%15 != n/15%15 { // another one of each kind
			continue
		}
		x := &hostile{house: h, t: t, text: text, n: n, count: count}
		count["texts"]++
		x.refusedFields()
		if x.register() {
			x.moderate()
			x.readByAll()
			x.messages()
		}
		x.search()
	}
	h.checkMails(t, count)
	h.checkTables(t)
	t.Logf("%v", count)
}

// entry is a form that is in order, of an entry unlike all others.
func (x *hostile) entry() url.Values {
	n := x.n + 300*x.sent
	f := &fixture{content: contentFor("", n)}
	f.content.Name = fmt.Sprintf("Scheda %d %s", n, strings.Repeat(string(rune('a'+n%26)), 12))
	f.content.Position = &orb.Point{7.60 + float64(n%20)*0.004, 45.00 + float64(n/20)*0.004}
	f.content.Contacts = []registry.Contact{{Kind: registry.Email, Value: fmt.Sprintf("info?bcc=terzo&x@ostile%d.example", n)}, {Kind: registry.Phone, Value: "+39011" + fmt.Sprint(2200000+n)}}
	v := x.newForm(f)
	v.Set("person_public", "yes")
	return v
}

// refusedFields: in fields that hold something of a form the text is refused, and
// shown again where it was typed; in those that people do not type it breaks nothing.
func (x *hostile) refusedFields() {
	owner := x.actors["o"]
	for _, name := range formedFields {
		v := x.entry()
		v.Set(name, x.text.text)
		p := x.post(owner, "/partecipa/nuova", v)
		switch {
		case p.Code == http.StatusSeeOther: // blank, or in order
			x.sent++
			x.count["formed fields taken"]++
		case p.Code == http.StatusUnprocessableEntity && p.valid():
			x.same(p.field(name), name+" shown again")
			x.count["formed fields refused"]++
		}
	}
	for _, name := range slices.Concat(chosenFields, hiddenFields) {
		v := x.entry()
		v.Set("do", "save")
		v.Set(name, x.text.text)
		if p := x.post(owner, "/partecipa/nuova", v); strings.HasPrefix(p.Header().Get("Location"), "/partecipa/inviata") { // do is blank
			x.sent++
		}
	}
	if p := x.post(x.actors["v"], "/accedi", url.Values{"email": {x.text.text}, "to": {x.text.text}}); p.valid() && p.Code == http.StatusUnprocessableEntity {
		x.same(p.field("email"), "address to sign in shown again")
	}
	x.get(x.actors["v"], "/accedi?to="+url.QueryEscape(x.text.text))
}

// register saves a draft and sends it; false when the text may stand in no field.
func (x *hostile) register() bool {
	owner := x.actors["o"]
	x.form = x.entry()
	for _, name := range wordFields {
		x.form.Set(name, x.text.text)
	}
	x.form.Set("do", "save")
	p := x.post(owner, "/partecipa/nuova", x.form)
	if p.Code == http.StatusRequestEntityTooLarge { // seven times a text of many thousand letters
		x.count["too large"]++
		return false
	}
	if p.Code == http.StatusSeeOther {
		draft, _ := url.Parse(p.Header().Get("Location"))
		p = x.get(owner, draft.RequestURI())
		x.form.Set("draft", draft.Query().Get("draft"))
		x.form.Set("version", p.field("version"))
	}
	if !p.valid() {
		x.count["refused whole"]++
		return false
	}
	for _, name := range wordFields {
		x.same(p.field(name), name+" of the draft")
	}
	x.form.Set("do", "submit")
	p = x.post(owner, "/partecipa/nuova", x.form)
	if p.Code == http.StatusUnprocessableEntity {
		for _, name := range wordFields {
			x.same(p.field(name), name+" shown again")
		}
		wrong := p.faults()
		if len(wrong) == 0 {
			x.t.Errorf("%q is refused without a word about where", x.text.text)
		}
		plain := x.entry()
		for _, name := range wordFields {
			if slices.Contains(wrong, name) {
				x.form.Set(name, plain.Get(name))
				x.count["fields refused"]++
			}
		}
		x.form.Set("draft", p.field("draft"))
		x.form.Set("version", p.field("version"))
		p = x.post(owner, "/partecipa/nuova", x.form)
	}
	to, err := url.Parse(p.Header().Get("Location"))
	if p.Code != http.StatusSeeOther || err != nil {
		x.t.Errorf("%.60q: not sent: %d %v", x.text.text, p.Code, p.faults())
		return false
	}
	x.id = uuid.MustParse(to.Query().Get("draft"))
	x.get(owner, to.RequestURI())
	for _, name := range wordFields {
		if x.form.Get(name) == x.text.text {
			x.count["fields stored"]++
		}
	}
	return true
}

// moderate asks for a change in hostile words, gets an answer and approves.
func (x *hostile) moderate() {
	owner, desk := x.actors["o"], x.actors["z"]
	page, mine := "/moderazione/"+x.id.String(), "/mie-schede/"+x.id.String()
	x.says(x.get(desk, "/moderazione?what=entry"), "name")
	x.says(x.get(desk, page), wordFields...)
	x.decide(page+"/prendi", nil)
	asked := x.words(page+"/modifiche", nil)
	p := x.get(owner, mine)
	for _, name := range wordFields {
		x.sameAs(p.field(name), x.form.Get(name), name+" of one's own")
	}
	p.contains(asked, "the words of the moderator")
	x.get(owner, mine+"/storia").contains(asked, "the words in the history")
	form := maps.Clone(x.form)
	form.Set("version", p.field("version"))
	form.Set("do", "save")
	if p := x.post(owner, mine, form); p.Code != http.StatusSeeOther {
		x.t.Errorf("%q: not answered: %d %v", x.text.text, p.Code, p.faults())
	}
	p = x.get(desk, page)
	x.decide(page+"/approva", url.Values{"revision": {p.field("revision")}})
	x.get(desk, page+"/revisioni/1")
	x.get(desk, page+"/unisci?q="+url.QueryEscape(x.text.text))
}

// readByAll: what is public is read as it was typed.
func (x *hostile) readByAll() {
	v := x.actors["v"]
	id := x.id.String()
	x.says(x.get(v, "/luoghi/"+id), "name", "description", "hours", "operator", "person")
	x.says(x.get(v, "/luoghi/"+id+"/reclama"), "name")
	x.says(x.get(v, "/?place="+id), "name")
	x.get(v, "/comuni/001072")
	var place struct{ Name, Address, Locality string }
	if w := x.ask(v, "GET", "/api/v1/places/"+id, nil); w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &place) != nil {
		x.t.Errorf("%q: the API answers %d", x.text.text, w.Code)
	}
	for name, got := range map[string]string{"name": place.Name, "address": place.Address, "locality": place.Locality} {
		x.sameAs(strings.ReplaceAll(got, "\r", "\n"), x.form.Get(name), name+" of the API")
	}
	f := fixture{}
	at := strings.Split(x.form.Get("point"), ",")
	f.content.Position = &orb.Point{}
	if _, err := fmt.Sscan(at[0], &f.content.Position[0]); err != nil {
		x.t.Fatal(err)
	}
	if _, err := fmt.Sscan(at[1], &f.content.Position[1]); err != nil {
		x.t.Fatal(err)
	}
	if w := x.ask(v, "GET", tileOf("places", f, 16, 0), nil); !strings.Contains(w.Body.String(), strings.TrimSpace(x.form.Get("name"))) {
		x.t.Errorf("%q: the tile does not say its name: %d", x.text.text, w.Code)
	}
}

// messages: claims and reports, and what moderators answer.
func (x *hostile) messages() {
	desk, page := x.actors["z"], "/moderazione/"+x.id.String()
	for _, way := range []string{"reclama", "segnala"} {
		to := "/luoghi/" + x.id.String() + "/" + way
		v := url.Values{"text": {x.text.text}, "email": {"vicina@gente.example"}, "began": {x.began}}
		x.post(x.actors["v"], to, v)
		p := x.post(x.actors["r"], to, v)
		if p.Code == http.StatusUnprocessableEntity {
			x.same(p.field("text"), way+" shown again")
			continue
		}
		x.get(desk, page).contains(x.text.text, way)
		v.Set("email", x.text.text)
		if p := x.post(x.actors["v"], to, v); p.Code == http.StatusUnprocessableEntity {
			x.same(p.field("email"), "address of "+way)
		}
	}
	if claim := x.get(desk, page).field("message"); claim != "" {
		x.words(page+"/reclamo/respingi", url.Values{"message": {claim}})
	}
	if p := x.post(x.actors["o"], "/mie-schede/"+x.id.String()+"/invita", x.versioned(url.Values{"email": {x.text.text}})); p.Code == http.StatusUnprocessableEntity {
		x.same(p.field("email"), "address to invite")
	}
	x.words(page+"/sospendi", url.Values{"reason": {"other"}})
	x.decide(page+"/riattiva", nil)
	changed := maps.Clone(x.form)
	changed.Set("wheelchair", "yes")
	changed.Set("do", "save")
	x.post(x.actors["o"], "/mie-schede/"+x.id.String(), x.versioned(changed)) // goes live
	for n := range 9 {                                                        // those that were public before
		if before := fmt.Sprint(n + 1); x.get(desk, page+"/revisioni/"+before+"/ripristina").Code == http.StatusOK {
			x.words(page+"/ripristina", url.Values{"revision": {before}, "sure": {"yes"}})
			x.count["restored"]++
			break
		}
	}
	if p := x.post(x.actors["o"], "/mie-schede/"+x.id.String()+"/cancella", x.versioned(url.Values{"typed": {x.text.text + "x"}})); p.Code == http.StatusUnprocessableEntity {
		x.sameAs(p.field("typed"), x.text.text+"x", "the name typed to erase")
	}
	x.post(x.actors["o"], "/mie-schede/"+x.id.String()+"/ritira", x.versioned(url.Values{"text": {x.text.text}}))
	x.get(x.actors["o"], "/mie-schede/"+x.id.String()+"/storia")
}

// search: the text is looked for, and nothing else happens.
func (x *hostile) search() {
	q := url.QueryEscape(x.text.text)
	for _, path := range []string{"/?q=", "/partecipa?q=", "/comuni?q=", "/moderazione?network=", "/moderazione?what=", "/mie-schede?done=", "/zone?kind="} {
		p := x.get(x.actors["z"], path+q)
		if p.Code == http.StatusOK && strings.HasSuffix(path, "?q=") && p.has("q") {
			typed := strings.Join(strings.Fields(x.text.text), " ") // one line
			x.sameAs(strings.Join(strings.Fields(p.field("q")), " "), typed, "words looked for at "+path)
		}
	}
	for _, path := range []string{"/api/v1/places?q=", "/api/v1/geocode?q=", "/api/v1/comuni?q=", "/api/v1/places?after=", "/api/v1/places/", "/luoghi/", "/moderazione/", "/accedi/", "/tiles/"} {
		x.get(x.actors["z"], path+strings.ReplaceAll(q, "+", "%20"))
	}
}
