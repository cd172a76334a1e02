package dcat

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// sample has hostile texts and addresses where people can write them.
func sample() Catalogue {
	return Catalogue{Address: "https://atlante.example/dati/catalogo", Home: "https://atlante.example/dati",
		Title: Text{"Atlante", "Atlante"}, Description: Text{"I dati \"aperti\"\ncon \\ e </script>", "Open data\t<b>"},
		Publisher: Agent{ID: "ente_prova", Name: "Città \"di prova\"", Home: "https://ente.example/ a>b"},
		Contact:   &Contact{Name: "Ufficio", Email: "dati@ente.example", Page: "https://atlante.example/dati"},
		Modified:  noon, Licence: CCBY4,
		Territory: Territory{Text{"Città metropolitana di Torino", "Metropolitan city of Torino"}, "http://data.europa.eu/nuts/code/ITC11"},
		Datasets: []Dataset{
			{ID: "places", Title: Text{"Luoghi", "Places"}, Description: Text{"I luoghi", "The places"}, Keywords: []Text{{"economia sociale", "social economy"}},
				Themes: []Theme{Society, Regions}, Frequency: Continuous, Modified: noon, Version: "p1", From: noon.AddDate(-1, 0, 0), To: noon,
				Extent: orb.Bound{Min: orb.Point{6.6, 44.7}, Max: orb.Point{8.2, 45.7}}, Page: "https://atlante.example/dati#places",
				Distributions: []Distribution{
					{ID: "csv", Title: Text{"CSV", "CSV"}, FileType: "CSV", MediaType: "text/csv; charset=utf-8", Access: "https://atlante.example/dati#places",
						Download: "https://atlante.example/api/v1/downloads/places.csv", Licence: CCBY4, Modified: noon},
					{ID: "fgb", Title: Text{"FlatGeobuf", "FlatGeobuf"}, FileType: "OCTET", MediaType: "application/flatgeobuf", Access: "https://atlante.example/dati#places",
						Download: "https://atlante.example/api/v1/downloads/places.fgb", Licence: CCBY4, Modified: noon}}},
			{ID: "gaps", Title: Text{"Aree", "Gaps"}, Description: Text{"Le aree", "The gaps"}, Themes: []Theme{Transport}, Frequency: Irregular, Modified: noon,
				Page: "https://atlante.example/dati#gaps", Distributions: []Distribution{
					{ID: "ogc", Title: Text{"OGC API", "OGC API"}, FileType: "GEOJSON", MediaType: "application/geo+json",
						Access: "https://atlante.example/ogc/collections/gaps/items", Licence: CCBY4}}},
		}}
}

func graph(t *testing.T) *Graph {
	t.Helper()
	g, err := sample().Graph()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Both ways of writing say what the graph says, no more and no less.
func TestTurtleAndJSONLDCarryTheSameStatements(t *testing.T) {
	g := graph(t)
	want := g.Triples()
	for i := range want {
		want[i].Subject, want[i].Thing = IRI(safe(want[i].Subject)), IRI(safe(want[i].Thing))
	}
	raw, err := g.JSONLD()
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]Triple{"Turtle": readTurtle(t, string(g.Turtle())), "JSON-LD": readJSONLD(t, raw)} {
		slices.SortFunc(got, Triple.Compare)
		if !slices.Equal(got, want) {
			t.Errorf("%s has %d statements, the graph %d", name, len(got), len(want))
			for _, x := range got {
				if !slices.Contains(want, x) {
					t.Errorf("%s only: %v", name, x)
				}
			}
			for _, x := range want {
				if !slices.Contains(got, x) {
					t.Errorf("not in %s: %v", name, x)
				}
			}
		}
	}
	if len(want) < 80 {
		t.Errorf("only %d statements", len(want))
	}
}

// The same data give the same bytes; a page may hold them in a script.
func TestSameDataSameBytes(t *testing.T) {
	a, b := graph(t), graph(t)
	one, err := a.JSONLD()
	if err != nil {
		t.Fatal(err)
	}
	two, _ := b.JSONLD()
	if !bytes.Equal(one, two) || !bytes.Equal(a.Turtle(), b.Turtle()) {
		t.Error("two writings differ")
	}
	if bytes.Contains(one, []byte("</script")) {
		t.Error("JSON-LD would end a script element")
	}
}

// Each property that the profile asks for is missed when it is not there.
func TestMandatoryProperties(t *testing.T) {
	for what, spoil := range map[string]func(*Catalogue){
		"dct:title":              func(c *Catalogue) { c.Title = Text{} },
		"dct:description":        func(c *Catalogue) { c.Datasets[0].Description = Text{} },
		"dct:modified":           func(c *Catalogue) { c.Datasets[1].Modified = time.Time{} },
		"dct:identifier":         func(c *Catalogue) { c.Publisher.ID = "" },
		"foaf:name":              func(c *Catalogue) { c.Publisher.Name = "" },
		"dcat:dataset":           func(c *Catalogue) { c.Datasets = nil },
		"dcat:theme":             func(c *Catalogue) { c.Datasets[0].Themes = nil },
		"dcat:distribution":      func(c *Catalogue) { c.Datasets[0].Distributions = nil },
		"dct:format":             func(c *Catalogue) { c.Datasets[0].Distributions[0].FileType = "" },
		"dcat:accessURL":         func(c *Catalogue) { c.Datasets[0].Distributions[0].Access = "" },
		"dct:license":            func(c *Catalogue) { c.Datasets[0].Distributions[0].Licence = Licence{} },
		"dct:type":               func(c *Catalogue) { c.Licence.Kind = ""; c.Licence.Address = "https://other.example/" },
		"vcard:hasEmail":         func(c *Catalogue) { c.Contact.Email = "" },
		"dct:accrualPeriodicity": func(c *Catalogue) { c.Datasets[0].Frequency = "" },
	} {
		c := sample()
		spoil(&c)
		_, err := c.Graph()
		missing, is := errors.AsType[*Missing](err)
		if !is || !strings.Contains(strings.Join(missing.What, "\n"), what) {
			t.Errorf("without %s: %v", what, err)
		}
	}
	c := sample()
	c.Contact = nil
	if _, err := c.Graph(); err != nil {
		t.Errorf("the profile does not ask for a contact point: %v", err)
	}
}
