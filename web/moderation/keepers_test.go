package moderation

import (
	"net/http"
	"strings"
	"testing"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// A moderator sees who keeps an entry and what was agreed to, and can take an
// editor from it; the owner stays.
func TestAModeratorSeesKeepersAndConsents(t *testing.T) {
	d := newDesk(t)
	e := d.published(portineria("Portineria del Ponte"))
	path := "/moderazione/" + e.ID.String()
	page := d.get(path).must(http.StatusOK, "presidente@lavalle.example", "Consensi", "licenza CC BY 4.0", "informativa privacy letta")
	if page.hasForm("/togli") {
		t.Error("the owner can be removed")
	}
	claimant := d.person("nuova@lavalle.example")
	d.do(claimant, registry.Order{Action: registry.Claim, Entry: e.ID, Text: "ora siamo noi"})
	dossier, err := d.registrar.Dossier(t.Context(), d.moderator, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.do(d.moderator, registry.Order{Action: registry.AcceptClaim, Entry: e.ID, Version: dossier.Version, Message: dossier.Claims[0].ID})
	to := d.send(d.get(path).must(http.StatusOK, "presidente@lavalle.example", "nuova@lavalle.example"), "/togli").must(http.StatusSeeOther).location
	if !strings.HasPrefix(to, path) {
		t.Errorf("leads to %s", to)
	}
	d.get(to).must(http.StatusOK, "Persona tolta", "nuova@lavalle.example").lacks("presidente@lavalle.example")
	if got := d.entry(e.ID).Stewards; len(got) != 1 || got[0] != (registry.Steward{Person: claimant.Person.ID, Role: access.Owner}) {
		t.Errorf("kept by %+v", got)
	}
}
