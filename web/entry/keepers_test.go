package entry

import (
	"net/http"
	"strings"
	"testing"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// Once a claim is accepted the former owner is an editor, whom the new owner can
// dismiss: he sees who it is, not the whole address.
func TestTheNewOwnerDismissesTheFormerOne(t *testing.T) {
	c := open(t)
	former, owner := c.person("prima@example.org"), c.person("seconda@example.org")
	e := c.published(former)
	path := "/mie-schede/" + e.ID.String()
	c.do(owner, registry.Order{Action: registry.Claim, Entry: e.ID, Text: "ora siamo noi"})
	admin := c.person("moderatrice@example.org", access.Grant{Role: access.Admin})
	c.do(admin, registry.Order{Action: registry.AcceptClaim, Entry: e.ID, Message: c.dossier(admin, e.ID).Claims[0].ID})

	c.who = former
	if p := c.get(path).must(http.StatusOK); strings.Contains(p.text(), "Chi cura la scheda") {
		t.Error("an editor is shown who keeps the entry")
	}
	c.who = owner
	p := c.get(path).must(http.StatusOK, "Chi cura la scheda", "p…@example.org: chi collabora", "s…@example.org: chi cura la scheda")
	if strings.Contains(p.text(), "prima@") {
		t.Error("the address is shown whole")
	}
	f := p.posting(path + "/togli")
	f.Set("version", "1")
	to := c.ask("POST", path+"/togli", f).must(http.StatusSeeOther).Header().Get("Location")
	c.get(to).must(http.StatusOK, "non abbiamo tolto nessuno")
	f = p.posting(path + "/togli")
	for range 2 { // the answer was lost, and it is sent again
		to = c.ask("POST", path+"/togli", f).must(http.StatusSeeOther).Header().Get("Location")
	}
	if p := c.get(to).must(http.StatusOK, "non cura più la scheda"); strings.Contains(p.text(), "p…@example.org") {
		t.Error("who was dismissed is still there")
	}
	c.who = former
	c.get(path).must(http.StatusForbidden)
}
