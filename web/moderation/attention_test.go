package moderation

import (
	"net/http"
	"strings"
	"testing"

	"atlante/geo/access"
	"atlante/geo/mail"
	"atlante/geo/registry"
)

// Of a change to a public entry a moderator asks as of a new one: its people get
// the words, the public entry stays, and what they then write waits anew.
func TestAskAboutAChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.published(portineria("Ceres"))
	c := portineria("Portineria di Ceres")
	d.do(d.owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: e.Version, Content: c})
	p := d.send(d.get(at(e)), "/prendi")
	if !strings.HasPrefix(p.location, at(e)+"?") {
		t.Fatal(p.location)
	}
	p = d.get(p.location).must(http.StatusOK, "in carico a: moderazione di zona (tu), dal 16 novembre 2026")
	if p.hasForm("/prendi") {
		t.Error("it can be taken up twice by the same")
	}
	other := d.who
	d.who = d.person("collega@example.org", access.Grant{Role: access.ZoneModerator, Zone: d.zone})
	d.get(at(e)).must(http.StatusOK, "in carico a: moderazione di zona, dal 16 novembre 2026")
	d.get("/moderazione").must(http.StatusOK, "in carico a: moderazione di zona, dal 16 novembre 2026")
	d.who = other
	d.send(p, "/modifiche", "text", "Perché cambia nome?")
	now := d.entry(e.ID)
	if now.State != registry.Published || now.Public != e.Public || now.Waiting == 0 {
		t.Fatalf("%+v", now)
	}
	d.mailed("presidente@lavalle.example", mail.ChangesRequested, mail.Text, "Perché cambia nome?")
	d.get(at(e)).must(http.StatusOK, "modifica chiesta da: moderazione di zona (tu)", "«Perché cambia nome?»")

	c.Name = "Portineria di Ceres e Mezzenile"
	d.do(d.owner, registry.Order{Action: registry.Edit, Entry: e.ID, Version: now.Version, Content: c, Text: "Serviamo due comuni"})
	p = d.get(at(e)).must(http.StatusOK, "«Serviamo due comuni»").lacks("modifica chiesta da")
	d.send(p, "/approva")
	if now = d.entry(e.ID); now.Waiting != 0 || now.Public == e.Public {
		t.Errorf("%+v", now)
	}
}
