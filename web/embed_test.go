package web

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"atlante/geo/geotest"
)

var embeddedMap = regexp.MustCompile(`(?s)<script type="application/json" id="map-config">(.*?)</script>`)

// On somebody else's page gaps of one threshold never lie over cells of another, and
// nobody is asked to import roads.
func TestTheEmbeddedMapAgreesWithItself(t *testing.T) {
	h := live(t, geotest.Store(t))
	for target, drawn := range map[string]bool{
		"/embed?kind=casa_del_quartiere":                    true,
		"/embed?kind=casa_del_quartiere&minutes=30":         true,
		"/embed?kind=casa_del_quartiere&minutes=45":         false,
		"/embed?kind=casa_del_quartiere&minutes=15":         false,
		"/embed?kind=casa_del_quartiere&minutes=45&lang=en": false,
	} {
		body := ask(h, target).Body.String()
		found := embeddedMap.FindStringSubmatch(body)
		if found == nil {
			t.Fatalf("%s has no map: %.300s", target, body)
		}
		var m mapConfig
		if err := json.Unmarshal([]byte(found[1]), &m); err != nil {
			t.Fatal(err)
		}
		if (len(m.Gaps) > 0) != drawn || strings.Contains(body, `class="gapline"`) != drawn {
			t.Errorf("%s: %d gaps, and its legend tells them: %v", target, len(m.Gaps), strings.Contains(body, `class="gapline"`))
		}
		sentence, _, _ := strings.Cut(body[strings.Index(body, `<p class="sentence">`):], "</p>")
		if strings.Contains(sentence, "importa") || strings.Contains(sentence, "import the roads") || strings.Contains(sentence, "; ") {
			t.Errorf("%s asks readers to import roads: %s", target, sentence)
		}
		if !strings.Contains(sentence, ">stima</a>).") && !strings.Contains(sentence, ">estimate</a>).") {
			t.Errorf("%s does not say that it is an estimate: %s", target, sentence)
		}
	}
}
