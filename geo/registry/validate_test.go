package registry_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

func good() registry.Content {
	return registry.Content{
		Kind: "portineria", Name: "Portineria di Prova", Comune: "001272", Position: &orb.Point{7.68, 45.07},
		Contacts: []registry.Contact{{Kind: registry.Email, Value: "info@example.org"}},
	}
}

func TestAGoodContentHasNoFaults(t *testing.T) {
	c, faults := registry.Validate(good(), ground())
	if len(faults) > 0 || c.Precision != geo.PrecisionExact || c.Status != geo.StatusActive {
		t.Error(faults, c)
	}
	c.Position = nil
	c, faults = registry.Validate(c, ground())
	if len(faults) > 0 || c.Precision != geo.PrecisionNone {
		t.Error("without a pin:", faults, c.Precision)
	}
}

func TestFaults(t *testing.T) {
	for _, x := range []struct {
		name  string
		field registry.Field
		set   func(*registry.Content)
	}{
		{"no kind", registry.FieldKind, func(c *registry.Content) { c.Kind = "" }},
		{"unknown kind", registry.FieldKind, func(c *registry.Content) { c.Kind = "castello" }},
		{"no name", registry.FieldName, func(c *registry.Content) { c.Name = " \t " }},
		{"short name", registry.FieldName, func(c *registry.Content) { c.Name = "à" }},
		{"long name", registry.FieldName, func(c *registry.Content) { c.Name = strings.Repeat("è", registry.MaxName+1) }},
		{"NUL", registry.FieldName, func(c *registry.Content) { c.Name = "a\x00b" }},
		{"escape", registry.FieldName, func(c *registry.Content) { c.Name = "a\x1b[31mb" }},
		{"C1 control", registry.FieldName, func(c *registry.Content) { c.Name = "a\u0085b" }},
		{"two lines in a name", registry.FieldName, func(c *registry.Content) { c.Name = "a\r\nBcc: x@example.org" }},
		{"line separator", registry.FieldName, func(c *registry.Content) { c.Name = "a\u2028b" }},
		{"right-to-left override", registry.FieldName, func(c *registry.Content) { c.Name = "a\u202Egnp.exe" }},
		{"isolate", registry.FieldAddress, func(c *registry.Content) { c.Address = "via\u2067 x" }},
		{"not UTF-8", registry.FieldNote, func(c *registry.Content) { c.Note = "caff\xe8" }},
		{"NUL in a paragraph", registry.FieldDescription, func(c *registry.Content) { c.Description = "a\x00" }},
		{"lone CR in a paragraph", registry.FieldDescription, func(c *registry.Content) { c.Description = "a\rb" }},
		{"long description", registry.FieldDescription, func(c *registry.Content) { c.Description = strings.Repeat("x", 601) }},
		{"long hours", registry.FieldHours, func(c *registry.Content) { c.Hours = strings.Repeat("x", 301) }},
		{"no comune", registry.FieldComune, func(c *registry.Content) { c.Comune = "" }},
		{"comune of elsewhere", registry.FieldComune, func(c *registry.Content) { c.Comune = "058091" }},
		{"service area of elsewhere", registry.FieldServiceArea, func(c *registry.Content) { c.ServiceArea = []geo.ComuneID{"058091"} }},
		{"unknown network", registry.FieldNetwork, func(c *registry.Content) { c.Network = "nessuna" }},
		{"unknown form", registry.FieldLegalForm, func(c *registry.Content) { c.Operator.LegalForm = "spa" }},
		{"unknown area", registry.FieldAreas, func(c *registry.Content) { c.Areas = []registry.Area{"moda"} }},
		{"unknown wheelchair", registry.FieldWheelchair, func(c *registry.Content) { c.Wheelchair = "forse" }},
		{"unknown status", registry.FieldStatus, func(c *registry.Content) { c.Status = "boh" }},
		{"unknown precision", registry.FieldPosition, func(c *registry.Content) { c.Precision = "circa" }},
		{"0,0", registry.FieldPosition, func(c *registry.Content) { c.Position = &orb.Point{} }},
		{"swapped", registry.FieldPosition, func(c *registry.Content) { c.Position = &orb.Point{45.07, 7.68} }},
		{"Roma", registry.FieldPosition, func(c *registry.Content) { c.Position = &orb.Point{12.5, 41.9} }},
		{"not a number", registry.FieldPosition, func(c *registry.Content) { c.Position = &orb.Point{math.NaN(), 45} }},
		{"infinite", registry.FieldPosition, func(c *registry.Content) { c.Position = &orb.Point{7.6, math.Inf(1)} }},
		{"negative radius", registry.FieldPosition, func(c *registry.Content) { c.RadiusM = -1 }},
		{"codice fiscale", registry.FieldCodiceFiscale, func(c *registry.Content) { c.Operator.CodiceFiscale = "RSSMRA85T10A562X" }},
		{"short codice fiscale", registry.FieldCodiceFiscale, func(c *registry.Content) { c.Operator.CodiceFiscale = "123" }},
		{"partita IVA", registry.FieldPartitaIVA, func(c *registry.Content) { c.Operator.PartitaIVA = "00514490011" }},
		{"thirteen contacts", registry.FieldEmail, func(c *registry.Content) {
			c.Contacts = slices.Repeat([]registry.Contact{{Kind: registry.ContactPerson, Value: "Ada"}}, 13)
		}},
		{"unknown contact", registry.FieldEmail, func(c *registry.Content) { c.Contacts = []registry.Contact{{Kind: "fax", Value: "1"}} }},
	} {
		c := good()
		x.set(&c)
		_, faults := registry.Validate(c, ground())
		if len(faults) != 1 || faults[0].Field != x.field || faults[0].IT == "" || faults[0].EN == "" {
			t.Errorf("%s: %+v", x.name, faults)
		}
	}
}

func TestAllFaultsAtOnceInTheOrderOfTheForm(t *testing.T) {
	o, err := registry.Order{Action: registry.Submit, Content: registry.Content{Hours: strings.Repeat("x", 301), Comune: "999999"}}.Check(ground(), false)
	var faults registry.Faults
	if !errors.As(err, &faults) || !errors.Is(err, geo.ErrInvalid) {
		t.Fatal(err)
	}
	var fields []registry.Field
	for _, f := range faults {
		fields = append(fields, f.Field)
	}
	want := []registry.Field{registry.FieldKind, registry.FieldName, registry.FieldComune, registry.FieldHours, registry.FieldEmail,
		registry.FieldLicence, registry.FieldPrivacy, registry.FieldYourEmail}
	if !slices.Equal(fields, want) {
		t.Errorf("%v, want %v", fields, want)
	}
	if len(o.Content.Hours) != 301 {
		t.Error("what was typed is not there to be shown again")
	}
}

// Whatever is typed in a paragraph is shown back as typed.
func TestHostileTextsStandAsTyped(t *testing.T) {
	for _, s := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'; DROP TABLE place; --`, `=HYPERLINK("http://x")`, `{{.}} ${7*7}`,
		"مرحبا\u200f (test)", "a\u202Eb\u202Cc", "riga\nriga\t*", "👩‍👩‍👧 zero\u200dwidth", `%0d%0aBcc: x@y.z`, "e\u0301", "＜script＞",
	} {
		c := good()
		c.Description, c.Note = s, s
		got, faults := registry.Validate(c, ground())
		if len(faults) > 0 || got.Description != s || got.Note != s {
			t.Errorf("%q became %q: %v", s, got.Description, faults)
		}
		c = good()
		c.Name = s
		got, faults = registry.Validate(c, ground())
		if got.Name != s {
			t.Errorf("name %q became %q: %v", s, got.Name, faults)
		}
	}
	c := good()
	c.Description = "  una\r\ndue \n"
	if got, _ := registry.Validate(c, ground()); got.Description != "una\ndue" {
		t.Errorf("%q", got.Description)
	}
}

func TestContacts(t *testing.T) {
	for _, x := range []struct {
		kind     registry.ContactKind
		in, want string // "" refused
	}{
		{registry.Email, "Info@Example.org", "Info@Example.org"},
		{registry.Email, "nome.cognome+atlante@comune.torino.it", "nome.cognome+atlante@comune.torino.it"},
		{registry.Email, "info@città.it", "info@città.it"},
		{registry.Email, "Ada <ada@example.org>", ""}, {registry.Email, "ada@localhost", ""}, {registry.Email, "ada@10.0.0.1", ""},
		{registry.Email, "ada@[10.0.0.1]", ""}, {registry.Email, "a@b@example.org", ""}, {registry.Email, `"a b"@example.org`, ""},
		{registry.Email, "a@example..org", ""}, {registry.Email, "a@-example.org", ""}, {registry.Email, strings.Repeat("a", 65) + "@example.org", ""},
		{registry.Email, "josé@example.org", ""},
		{registry.Email, "a,b@example.org", ""}, {registry.Email, "(x)a@example.org", ""}, {registry.Email, "a@example.org, b@example.org", ""},
		{registry.Phone, "011 442 0000", "+390114420000"}, {registry.Phone, "+39 333 1234567", "+393331234567"},
		{registry.Phone, "800 123 456", "+39800123456"}, {registry.Phone, "0041 22 767 6111", "+41227676111"},
		{registry.Phone, "12", ""}, {registry.Phone, "chiamami", ""}, {registry.Phone, "011 442 0000 ext 5", ""},
		{registry.Website, "www.example.org", "https://www.example.org"}, {registry.Website, "http://example.org/a?b=c#d", "http://example.org/a?b=c#d"},
		{registry.Website, "example.org:8443/x", "https://example.org:8443/x"}, {registry.Website, "https://example.org:8443/x", "https://example.org:8443/x"},
		{registry.Website, "javascript:alert(1)", ""}, {registry.Website, "JaVaScRiPt://example.org/%0aalert(1)", ""}, {registry.Website, "data:text/html,x", ""},
		{registry.Website, "https://user:pw@example.org", ""}, {registry.Website, "https://localhost", ""}, {registry.Website, "https://127.0.0.1/x", ""},
		{registry.Website, "https://[::1]/", ""}, {registry.Website, "ftp://example.org", ""}, {registry.Website, "https://exa mple.org", ""},
		{registry.Website, `https:\\example.org`, ""}, {registry.Website, "//example.org", "https://example.org"}, {registry.Website, "https://0x7f.1/", ""},
		{registry.ContactPerson, "Ada, la sera", "Ada, la sera"},
	} {
		c := good()
		c.Contacts = []registry.Contact{{Kind: x.kind, Value: x.in}}
		got, faults := registry.Validate(c, ground())
		switch {
		case x.want == "" && len(faults) != 1:
			t.Errorf("%q is accepted: %v", x.in, got.Contacts)
		case x.want != "" && (len(faults) > 0 || got.Contacts[0].Value != x.want):
			t.Errorf("%q: %v %v", x.in, got.Contacts, faults)
		}
		if s := faults.Error(); strings.Contains(s, x.in) && len(x.in) > 3 {
			t.Errorf("the fault repeats a private contact: %s", s)
		}
	}
}

func TestListsAreInOrder(t *testing.T) {
	c := good()
	c.Areas = []registry.Area{registry.Inclusion, registry.Governance, registry.Inclusion}
	c.ServiceArea = []geo.ComuneID{"001272", "001191", "001272"}
	c.Operator = registry.Operator{CodiceFiscale: " rssmra 85t10 a562s", PartitaIVA: "it 00514490010"}
	c.Contacts = append(c.Contacts, registry.Contact{Kind: registry.Phone, Value: "  "})
	got, faults := registry.Validate(c, ground())
	if len(faults) > 0 || !slices.Equal(got.Areas, []registry.Area{registry.Governance, registry.Inclusion}) ||
		!slices.Equal(got.ServiceArea, []geo.ComuneID{"001191", "001272"}) || len(got.Contacts) != 1 ||
		got.Operator.CodiceFiscale != "RSSMRA85T10A562S" || got.Operator.PartitaIVA != "00514490010" {
		t.Errorf("%+v %v", got, faults)
	}
	if c.Areas[0] != registry.Inclusion || c.ServiceArea[0] != "001272" || len(c.Contacts) != 2 {
		t.Error("the content that was given has changed")
	}
}

func TestDraftsAreSavedAsTheyAre(t *testing.T) {
	draft := registry.Content{Name: " A", Contacts: []registry.Contact{{Kind: registry.Phone, Value: "011 44"}}, Operator: registry.Operator{CodiceFiscale: "RSS"}}
	o, err := registry.Order{Action: registry.Save, Content: draft}.Check(ground(), false)
	if err != nil || o.Content.Name != "A" || o.Content.Contacts[0].Value != "011 44" || o.Lang != "it" {
		t.Error(o.Content, err)
	}
	draft.Kind = "castello"
	if _, err := (registry.Order{Action: registry.Save, Content: draft}).Check(ground(), false); !errors.Is(err, geo.ErrInvalid) {
		t.Error("a kind that is not on the list is saved")
	}
}

func TestOrdersAskForWords(t *testing.T) {
	for _, x := range []struct {
		order registry.Order
		known bool
		field registry.Field // "" good
	}{
		{registry.Order{Action: registry.RequestChanges}, true, registry.FieldText},
		{registry.Order{Action: registry.RequestChanges, Text: "Aggiungi gli orari."}, true, ""},
		{registry.Order{Action: registry.Reject}, true, registry.FieldReason},
		{registry.Order{Action: registry.Reject, Reason: "antipatia"}, true, registry.FieldReason},
		{registry.Order{Action: registry.Reject, Reason: registry.ReasonOther}, true, registry.FieldText},
		{registry.Order{Action: registry.Suspend, Reason: registry.ReasonAbuse}, true, ""},
		{registry.Order{Action: registry.Invite, Email: "ada"}, true, registry.FieldYourEmail},
		{registry.Order{Action: registry.Invite, Email: "josé@example.org"}, true, registry.FieldYourEmail},
		{registry.Order{Action: registry.Claim, Text: "È nostra.", Email: "josé@example.org"}, false, registry.FieldYourEmail},
		{registry.Order{Action: registry.Claim, Text: "È nostra."}, false, registry.FieldYourEmail},
		{registry.Order{Action: registry.Claim, Text: "È nostra."}, true, ""},
		{registry.Order{Action: registry.Report, Text: "x\x00", Email: "ada@example.org"}, false, registry.FieldText},
		{registry.Order{Action: registry.Report, Text: strings.Repeat("x", registry.MaxText+1)}, true, registry.FieldText},
		{registry.Order{Action: registry.Merge}, true, registry.FieldText},
		{registry.Order{Action: registry.Withdraw, Email: "a\r\nBcc: x@example.org"}, true, registry.FieldYourEmail},
	} {
		_, err := x.order.Check(ground(), x.known)
		var faults registry.Faults
		errors.As(err, &faults)
		if x.field == "" && err != nil || x.field != "" && len(faults.Of(x.field)) == 0 {
			t.Errorf("%s: %v, want a fault of %q", x.order.Action, err, x.field)
		}
	}
}

// Whatever is typed, checking ends, and what was found good is found good again
// and stays as it is.
func TestValidateIsStable(t *testing.T) {
	good, content := 0, good()
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.OneOf(rapid.String(), rapid.StringMatching(`(https?://)?[a-z]{1,9}(\.[a-z0-9-]{1,9}){1,3}(:[0-9]{1,5})?(/[!-~]{0,20})?`),
			rapid.StringMatching(`[ +a-z.0-9]{1,12}@[a-zèß-]{1,9}\.(it|org|xn--p1ai)`), rapid.StringMatching(`(\+39|0039|\+41)? ?(011|333|800|0122)[0-9 /-]{4,9}`))
		c := content
		switch s := word.Draw(r, "text"); rapid.IntRange(0, 4).Draw(r, "where") {
		case 0:
			c.Description, c.Hours, c.Address = s, s, s
		case 1:
			c.Operator.CodiceFiscale, c.Operator.PartitaIVA = s, s
		default:
			k := rapid.SampledFrom([]registry.ContactKind{registry.Email, registry.Phone, registry.Website, registry.ContactPerson}).Draw(r, "kind")
			c.Contacts = append(c.Contacts, registry.Contact{Kind: k, Value: s})
		}
		once, faults := registry.Validate(c, ground())
		if len(faults) > 0 {
			return
		}
		good++
		twice, faults := registry.Validate(once, ground())
		if len(faults) > 0 || len(registry.Differences(once, twice)) > 0 {
			r.Fatalf("%v %v", faults, registry.Differences(once, twice))
		}
		_ = registry.TracesOf(once)
	})
	if good == 0 {
		t.Error("nothing that was drawn is good")
	}
}

// What a form takes for an address is what mails are sent to: nothing passes here
// that the asking for a link refuses later, without a field to say so.
func TestOneWordOnAddresses(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		typed := rapid.StringMatching(`[ a-zé."+'_-]{1,8}@[a-zè0-9_.-]{1,8}\.(it|org|1)`).Draw(r, "typed")
		_, _, refused := access.ParseEmail(typed)
		_, err := registry.Order{Action: registry.Claim, Text: "x", Email: typed}.Check(ground(), false)
		var f registry.Faults
		if errors.As(err, &f); (refused != nil) != (len(f.Of(registry.FieldYourEmail)) > 0) {
			r.Fatalf("%q: %v and %v", typed, refused, err)
		}
	})
}
