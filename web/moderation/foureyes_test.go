package moderation

import (
	"net/http"
	"testing"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// A moderator who wrote what waits is shown no button that would be refused, and
// reads why; another one is shown all of them.
func TestTheAuthorIsShownWhatTheAuthorMayDo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	author := d.person("autrice@example.org", access.Grant{Role: access.ZoneModerator, Zone: d.zone})
	d.owner = author
	e := d.sent(portineria("Ceres"))
	e = d.do(author, registry.Order{Action: registry.Leave, Entry: e.ID, Version: e.Version})

	d.who = author
	p := d.get(at(e)).must(http.StatusOK, "l'hai scritto tu: tocca a un'altra persona che modera").lacks("Ora non c'è niente da decidere")
	for _, path := range []string{"/prendi", "/approva", "/modifiche", "/rifiuta", "/sospendi", "/unisci"} {
		if p.hasForm(path) {
			t.Errorf("the author is shown %s", path)
		}
	}
	p.lacks("/unisci?", `/unisci"`)
	d.get(at(e)+"/unisci").must(http.StatusForbidden, "l'hai scritta tu")

	d.who = d.moderator
	p = d.get(at(e)).must(http.StatusOK).lacks("tocca a un'altra persona")
	if !p.hasForm("/approva") || !p.hasForm("/rifiuta") {
		t.Error("another moderator cannot decide")
	}
	d.send(p, "/approva").must(http.StatusSeeOther)

	// Somebody else's change is public since: his own revision is still not his to bring back.
	c := portineria("Ceres")
	c.Description = "Un'altra descrizione"
	other := d.person("altra@example.org", access.Grant{Role: access.Admin})
	now := d.entry(e.ID)
	now = d.do(other, registry.Order{Action: registry.Edit, Entry: e.ID, Version: now.Version, Content: c})
	d.who = author
	if p = d.get(at(e)).must(http.StatusOK).lacks("tocca a un'altra persona"); p.leadsTo("/ripristina") || !p.hasForm("/sospendi") {
		t.Error("the author can bring back her own revision, or cannot suspend what another wrote")
	}
	d.who = d.moderator
	if p = d.get(at(now)); !p.leadsTo("/ripristina") {
		t.Error("another moderator cannot bring it back")
	}
}

// Who keeps the entry that would stay does not merge another one into it.
func TestNobodyMergesIntoOnesOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	keeper := d.person("anche@example.org", access.Grant{Role: access.ZoneModerator, Zone: d.zone})
	goes := d.sent(portineria("Portineria Ceres"))
	d.owner = keeper
	stays := d.published(portineria("Portineria di Ceres"))
	d.who = keeper
	p := d.get(at(goes)+"/unisci?into="+stays.ID.String()).must(http.StatusOK, "L'altra scheda la curi tu")
	if p.hasForm("/unisci") {
		t.Error("there is a button that would be refused")
	}
}
