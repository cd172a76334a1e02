package entry

import (
	"strings"
	"testing"
	"time"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestTexts(t *testing.T) {
	x := sitetest.New(t, site.Options{Now: time.Now})
	if _, err := x.Section(files); err != nil {
		t.Fatal(err)
	}
	families := map[string][]string{
		"pin.": nil, "confirm.": nil, "field.": nil, "kind.about.": {"partner", "portineria", "casa_del_quartiere", "cer"},
		"done.": doneWords, "wheelchair.": {"none", "yes", "limited", "no"}, "message.": nil, "by.": {"me", "program"},
		"point.how.": {"exact", "house_number", "street", "locality", "comune", "none", "confirmed"}, "fault.": nil,
		"entrystatus.": {string(geo.StatusActive), string(geo.StatusPlanned), string(geo.StatusSeasonal), string(geo.StatusTemporarilyClosed), string(geo.StatusClosed)},
		"waits.state.": nil, "role.": {string(access.Owner), string(access.Editor), string(access.Reporter)},
		"account.fate.":  {"kept", "erased", "left"},
		"why.duplicate.": {string(registry.SameCodiceFiscale), string(registry.SameDomain), string(registry.SamePhone), string(registry.LikeNameNear)},
		"verification.":  {string(registry.Unverified), string(registry.SelfConfirmed), string(registry.RegistryMatched), string(registry.ModeratorChecked), string(registry.Visited)},
		"legalform.":     {"none"}, "area.": nil, "account.held.": nil, "waits.unplaced": {"", ".change"}, "action.": nil, "entrystate.": nil,
	}
	for _, f := range registry.LegalForms() {
		families["legalform."] = append(families["legalform."], string(f))
	}
	for _, a := range registry.Areas() {
		families["area."] = append(families["area."], string(a))
	}
	for _, s := range registry.States() {
		families["entrystate."] = append(families["entrystate."], string(s))
	}
	for _, r := range access.Roles() {
		families["by."] = append(families["by."], string(r))
	}
	for _, a := range registry.Actions() {
		if a.Moves() || a == registry.Claim || a == registry.Report {
			families["action."] = append(families["action."], string(a))
		}
	}
	for _, f := range formOrder {
		families["field."] = append(families["field."], string(f))
	}
	for _, a := range confirmed {
		for _, part := range []string{".title", ".text", ".button", ".link"} {
			families["confirm."] = append(families["confirm."], a.path+part)
		}
	}
	for _, m := range messages {
		for _, part := range []string{".title", ".text", ".label", ".hint", ".next", ".sent"} {
			families["message."] = append(families["message."], m.path+part)
		}
	}
	sitetest.Texts(t, x, families)
}

// Every input has a label, every field of the form has its place in the summary.
func TestEveryFieldHasALabelAndSaysWhatMayFillIt(t *testing.T) {
	c := open(t)
	p := c.get("/partecipa/nuova")
	labelled := map[string]bool{}
	for n := range p.doc.Descendants() {
		if n.Data == "label" {
			labelled[attr(n, "for")] = true
			for d := range n.Descendants() {
				if d.Data == "input" {
					labelled[attr(d, "name")+attr(d, "value")] = true
				}
			}
		}
	}
	for n := range p.doc.Descendants() {
		if n.Data != "input" && n.Data != "textarea" && n.Data != "select" || attr(n, "type") == "hidden" {
			continue
		}
		if !labelled[attr(n, "id")] && !labelled[attr(n, "name")+attr(n, "value")] {
			t.Errorf("%s %s has no label", n.Data, attr(n, "name"))
		}
		if kind := attr(n, "type"); kind != "checkbox" && kind != "radio" && attr(n, "autocomplete") == "" {
			t.Errorf("%s says nothing about autocomplete", attr(n, "name"))
		}
	}
	for _, a := range lines {
		if !strings.Contains(p.Body.String(), `id="`+string(a.Field)+`"`) {
			t.Errorf("%s is not asked for", a.Field)
		}
	}
}

// What a text of others does to the page: nothing.
func TestHostileTextsComeBackAsTyped(t *testing.T) {
	c := open(t)
	hostile := []string{`"><script>alert(1)</script>`, `=HYPERLINK("http://x")`, "a\u202eb", `'; DROP TABLE entry;--`, "{{.}}", "\U0001F3D4 Ceres", "ل"}
	for _, s := range hostile {
		f := house(c.get("/partecipa/nuova").form("entryform"), "name", s, "description", s, "address", s, "hours", s, "website", s, "comune", s)
		f.Set("do", "locate")
		p := c.ask("POST", "/partecipa/nuova", f)
		again := p.form("entryform")
		for _, name := range []string{"name", "description", "address", "hours", "website", "comune"} {
			if again.Get(name) != s {
				t.Errorf("%s: %q came back as %q", name, s, again.Get(name))
			}
		}
		for n := range p.doc.Descendants() {
			if n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/json" {
				t.Errorf("%q has made a script", s)
			}
		}
	}
}
