package web

import (
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/geo/registry"
	"atlante/geo/work"
)

// linkedIn gives the JSON-LD of a page, and how many scripts stand in it.
func linkedIn(t *testing.T, body string) (found map[string]any, scripts int) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "script" {
			continue
		}
		scripts++
		for _, a := range n.Attr {
			if a.Key == "type" && a.Val == "application/ld+json" {
				if err := json.Unmarshal([]byte(n.FirstChild.Data), &found); err != nil {
					t.Fatalf("%v in %s", err, n.FirstChild.Data)
				}
			}
		}
	}
	return found, scripts
}

// What programs read of a place is what everybody reads, and no text of its owner
// ends the element that holds it.
func TestLinkedDataOfAPlace(t *testing.T) {
	store := geotest.Store(t)
	h := live(t, store)
	desk := &work.Registrar[*postgis.Store]{DB: store, Read: store, Table: registry.Default(),
		Links: work.Links{Random: rand.Reader, Now: time.Now}, Now: time.Now, NewID: uuid.NewV7, Journal: work.NewErasureFile(t.TempDir() + "/erasures")}
	owner, moderator := someone(t, store, "prima@example.org"), someone(t, store, "admin@example.org", access.Grant{Role: access.Admin})
	const hostile = "</script><script>alert(1)</script><!--<script> ]]> \\ {{.}} \"'`"
	c := registry.Content{Kind: "partner", Name: "Luogo " + hostile, Comune: "001072", Description: hostile, Wheelchair: registry.WheelchairYes,
		Contacts: []registry.Contact{{Kind: registry.Email, Value: "segreta@example.org"}, {Kind: registry.Phone, Value: "0123 456789", Publish: true},
			{Kind: registry.Website, Value: "prova.example.org", Publish: true}}, Operator: registry.Operator{CodiceFiscale: "97500490012"}}
	e := order(t, desk, owner, registry.Entry{}, registry.Order{Action: registry.StartEntry, Content: c})
	e = order(t, desk, owner, e, registry.Order{Action: registry.Submit, Content: c, Consents: []registry.Consent{
		{What: registry.ConsentLicence, Version: "x", Given: true}, {What: registry.ConsentPrivacy, Version: "x", Given: true}}})
	e = order(t, desk, moderator, e, registry.Order{Action: registry.Approve, Revision: e.Waiting})
	p, err := store.Place(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	plain, _, err := store.Places(t.Context(), geo.PlaceFilter{Kinds: []geo.KindID{"portineria"}, Page: geo.Page{Limit: 1}})
	if err != nil || len(plain) == 0 {
		t.Fatal(err)
	}
	_, usual := linkedIn(t, ask(h, "/luoghi/"+plain[0].ID.String()).Body.String())
	body := ask(h, "/luoghi/"+e.ID.String()).Body.String()
	got, scripts := linkedIn(t, body)
	if scripts != usual {
		t.Errorf("%d scripts in the page, %d in others", scripts, usual)
	}
	for name, want := range map[string]any{"@context": "https://schema.org", "name": p.Name, "description": p.Description,
		"url": "https://prova.example.org", "@id": "http://example.com/luoghi/" + e.ID.String() + "#luogo"} {
		if got[name] != want {
			t.Errorf("%s is %q, not %q", name, got[name], want)
		}
	}
	for _, secret := range []string{"segreta@", "97500490012"} {
		if strings.Contains(body, secret) {
			t.Errorf("the page says %q", secret)
		}
	}
}

// A place that is planned or closed is none to go to; every other one is there,
// with its position as well as it is known.
func TestLinkedDataOfEveryPlace(t *testing.T) {
	store := geotest.Store(t)
	h := live(t, store)
	places, _, err := store.Places(t.Context(), geo.PlaceFilter{Page: geo.Page{Limit: everything}})
	if err != nil {
		t.Fatal(err)
	}
	with, without := 0, 0
	for _, p := range places {
		got, _ := linkedIn(t, ask(h, "/luoghi/"+p.ID.String()).Body.String())
		open := p.Status != geo.StatusPlanned && p.Status != geo.StatusClosed
		if (got != nil) != open {
			t.Errorf("%s (%s): %v", p.Name, p.Status, got)
			continue
		}
		if !open {
			without++
			continue
		}
		with++
		if (got["geo"] != nil) != (p.Position != nil) {
			t.Errorf("%s: geo is %v, the position %v", p.Name, got["geo"], p.Position)
		}
	}
	if with < 20 || without == 0 {
		t.Errorf("%d with, %d without", with, without)
	}
}
