package data

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"atlante/geo"
)

// chosenIn gives what a form of the page would send, as a browser reads it.
func chosenIn(t *testing.T, body, form string) map[string]string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for n := range doc.Descendants() {
		if n.Data != "form" || attr(n, "id") != form {
			continue
		}
		for f := range n.Descendants() {
			switch {
			case f.Data == "input" && (attr(f, "type") == "hidden" || has(f, "checked")):
				out[attr(f, "name")] += attr(f, "value")
			case f.Data == "option" && has(f, "selected"):
				out[attr(f.Parent, "name")] += attr(f, "value")
			}
		}
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// The form of the map starts from the filters, then changes no download; and neither
// form loses what the other says.
func framesApart(t *testing.T, h http.Handler) {
	t.Helper()
	for _, c := range []struct {
		query, frame, file string
		form               map[string]string
	}{
		{"?kind=cer&zone=7", "/embed?kind=cer&amp;zone=7&amp;lang=it", "places.xlsx?kind=cer&amp;zone=7",
			map[string]string{"embed": "own", "kind": "cer", "zone": "7", "embed_kind": "cer", "embed_zone": "7", "embed_territory": "mountain"}},
		{"?kind=cer&zone=7&embed=own&embed_kind=portineria&embed_minutes=45&embed_scenario=planned", "/embed?kind=portineria&amp;minutes=45&amp;scenario=planned&amp;lang=it", "places.xlsx?kind=cer&amp;zone=7",
			map[string]string{"embed": "own", "kind": "cer", "zone": "7", "embed_kind": "portineria", "embed_minutes": "45", "embed_territory": "mountain", "embed_scenario": "planned"}},
		{"?kind=cer&embed=own", "/embed?lang=it", "places.xlsx?kind=cer",
			map[string]string{"embed": "own", "kind": "cer", "embed_territory": "mountain"}},
	} {
		body := ask(h, "/dati"+c.query).Body.String()
		plain := html.UnescapeString(body) // the code to paste is escaped twice
		if !strings.Contains(plain, c.frame) {
			t.Errorf("%s: the frame is not %s", c.query, c.frame)
		}
		if !strings.Contains(body, c.file+`"`) {
			t.Errorf("%s: no download %s", c.query, c.file)
		}
		got := chosenIn(t, body, "frame")
		if len(got) != len(c.form) {
			t.Errorf("%s: the form says %v", c.query, got)
		}
		for name, want := range c.form {
			if got[name] != want {
				t.Errorf("%s: the form says %s=%q, not %q", c.query, name, got[name], want)
			}
		}
	}
	if got := chosenIn(t, ask(h, "/dati?kind=cer&minutes=45&embed=own&embed_zone=3").Body.String(), "narrow"); got["embed"] != "own" || got["embed_zone"] != "3" || got["kind"] != "cer" || got["minutes"] != "45" {
		t.Errorf("the form of the filters loses %v", got)
	}
}

// Torino lies in zone 1, whatever the address says; the list is an alphabet.
func comuneInItsZone(t *testing.T, h http.Handler) {
	t.Helper()
	body := ask(h, "/dati?zone=6&comune=001272").Body.String()
	if got := chosenIn(t, body, "narrow"); got["zone"] != "1" || got["comune"] != "001272" {
		t.Errorf("the form says %v", got)
	}
	if strings.Contains(body, "zone=6") {
		t.Error("an address still says zone 6")
	}
	var names []string
	for _, line := range strings.Split(body[strings.Index(body, `name="comune"`):], "<option ")[2:] {
		line, end, _ := strings.Cut(line, "</option>")
		names = append(names, html.UnescapeString(line[strings.Index(line, ">")+1:]))
		if strings.Contains(end, "</select>") {
			break
		}
	}
	at := func(name string) int { return slices.Index(names, name) }
	if len(names) != 312 || names[0] != "Agliè" || at("Mappano") < at("Luserna San Giovanni") || at("Mappano") > at("Meana di Susa") {
		t.Errorf("%d comuni: %v", len(names), names)
	}
}

func TestTheAlphabetIsItalian(t *testing.T) {
	want := []string{"Agliè", "Ala di Stura", "Rorà", "Rosta", "Rueglio", "San Secondo di Pinerolo", "Sangano", "Sant'Ambrogio di Torino", "Santena", "Val di Chy", "Valperga"}
	var list []geo.Comune
	for _, name := range slices.Backward(want) {
		list = append(list, geo.Comune{Name: name})
	}
	var got []string
	for _, m := range alphabetical(list) {
		got = append(got, m.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
