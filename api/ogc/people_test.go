package ogc_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// page asks for a page, as people read it: without marks.
func (c *client) page(t *testing.T, path string, status int) string {
	t.Helper()
	a := c.get(t, path)
	if a.StatusCode != status || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("%s: %d %s", path, a.StatusCode, a.Header.Get("Content-Type"))
	}
	return string(a.body)
}

var marks = regexp.MustCompile(`<[^>]*>`)

func plainText(page string) string {
	return html.UnescapeString(marks.ReplaceAllString(page, " "))
}

// TestPeopleReadWords: pages say values in words, numbers as all pages do, the
// worst first, and lead back from an error.
func TestPeopleReadWords(t *testing.T) {
	c := live(t)
	for path, wants := range map[string][]string{
		"/collections/comuni/items?f=html&lang=it&istat=001272":           {"non montano", "A, polo", "Torino"},
		"/collections/comuni/items/001272?f=html&lang=en":                 {"A, pole", "not mountain", "km²", "100%"},
		"/collections/places/items?f=html&lang=it&kind=portineria":        {"Portineria di comunità", "aperto"},
		"/collections/comuni/schema?f=html&lang=it":                       {"ultraperiferico", "totalmente montano"},
		"/collections/places/items?f=html&filter=kind%3D%27portinerie%27": {"kind non è mai", "portineria, casa_del_quartiere"},
		"/collections/comuni/items?f=html&istat=000000&bbox=45,7,46,8":    {"ovest,sud,est,nord"},
	} {
		text := plainText(c.page(t, path, http.StatusOK))
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", path, want)
			}
		}
	}
	mountain := c.read(t, "/collections/comuni/queryables?lang=en")["properties"].(document)["mountain"].(document)
	if mountain["description"] != "T: wholly mountain; P: partly mountain; NM: not mountain" {
		t.Errorf("the schema says of its values %v", mountain)
	}
	for _, path := range []string{"/", "/tiles/WebMercatorQuad", "/collections/cells/tiles/WebMercatorQuad"} {
		if to := c.link(t, c.read(t, path), "stylesheet"); !strings.HasSuffix(to, "/styles/map.json") {
			t.Errorf("%s links to the style %q", path, to)
		}
		if !strings.Contains(c.page(t, path+"?f=html", http.StatusOK), "/styles/map.json") {
			t.Errorf("%s shows no style", path)
		}
	}
	t.Run("gaps", func(t *testing.T) { gapsWorstFirst(t, c) })
	t.Run("errors", func(t *testing.T) { errorsLeadBack(t, c) })
}

func gapsWorstFirst(t *testing.T, c *client) {
	first := c.items(t, "/collections/gaps/items?limit=1&sortby=-severity")[0]
	page := c.page(t, "/collections/gaps/items?f=html&lang=it&limit=2", http.StatusOK)
	text := plainText(c.page(t, "/collections/gaps/items?f=html&lang=it&kind=portineria", http.StatusOK))
	if at := strings.Index(page, "/items/"+first["id"].(string)); at < 0 || at > strings.Index(page, "</tr>")+2000 {
		t.Errorf("%v is not the first row", first["id"])
	}
	for _, want := range []string{"Posto per gravità", "Residenti stimati", "tra ", "Minuti al luogo più vicino (mediana), in auto o a piedi", "\u00a0min", "Quanto è certa", "provvisoria"} {
		if !strings.Contains(text, want) {
			t.Errorf("the table of gaps does not say %q", want)
		}
	}
	next := html.UnescapeString(regexp.MustCompile(`rel="next" href="([^"]*)"`).FindStringSubmatch(page)[1])
	if !strings.Contains(next, "sortby=-severity") {
		t.Errorf("the next page stands in another order: %s", next)
	}
	c.page(t, strings.TrimPrefix(next, "/ogc"), http.StatusOK)
	third := c.items(t, "/collections/gaps/items?limit=3&sortby=-severity")[2]
	if again := c.page(t, strings.TrimPrefix(next, "/ogc"), http.StatusOK); !strings.Contains(again, "/items/"+third["id"].(string)) {
		t.Error("the next page does not go on where the first ended")
	}
}

func errorsLeadBack(t *testing.T, c *client) {
	for path, want := range map[string]string{
		"/collections/comuni/items?f=html&limit=x": `href="/ogc/collections/comuni?f=html`,
		"/collections/comuni/items/999999?f=html":  `href="/ogc/collections/comuni?f=html`,
		"/collections/nothing?f=html":              `href="/ogc?f=html`,
	} {
		a := c.get(t, path)
		if a.StatusCode < 400 || !strings.Contains(string(a.body), want) {
			t.Errorf("%s: %d does not lead back to %s", path, a.StatusCode, want)
		}
	}
	if text := string(c.get(t, "/collections/comuni/items?f=xml").body); strings.Contains(text, "json, json") || !strings.Contains(text, "json, geojson, html") {
		t.Errorf("the formats: %s", text)
	}
}
