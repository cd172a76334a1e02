package dcat

import (
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// Text is the same in both languages.
type Text struct{ IT, EN string }

// Catalogue is all that is published.
type Catalogue struct {
	// Address names the catalogue; what belongs to it is named by a fragment of it.
	Address            IRI
	Home               IRI // a page for people
	Title, Description Text
	Publisher          Agent
	Contact            *Contact // nil: nobody is named
	Modified           time.Time
	Licence            Licence // of the catalogue itself
	Territory          Territory
	Datasets           []Dataset
}

// Agent is a body. ID is its code in the index of public administrations (IPA).
type Agent struct {
	ID, Name string
	Home     IRI
}

// Contact is whom to ask.
type Contact struct {
	Name, Email string
	Page        IRI
}

// Territory is what the data are about, by a name and a code that others know.
type Territory struct {
	Name       Text
	Identifier IRI // of NUTS, for a territory of the EU
}

// Dataset is one collection.
type Dataset struct {
	ID                 string // letters, digits and -
	Title, Description Text
	Keywords           []Text
	Themes             []Theme
	Frequency          Frequency
	Modified           time.Time
	Version            string
	From, To           time.Time // what it tells about; zero when that is not known
	Extent             orb.Bound // EPSG:4326
	Page               IRI
	Distributions      []Distribution
}

// Distribution is one way to get a dataset.
type Distribution struct {
	ID          string // within its dataset: letters, digits and -
	Title       Text
	Description Text
	FileType    string // of the list of the EU: "CSV"
	MediaType   string
	Access      IRI // where it is explained and given
	Download    IRI // the file itself; "" for services
	Licence     Licence
	Modified    time.Time
}

// Graph says it all in statements. A property that the profile asks for and that
// is not known is *Missing.
func (c Catalogue) Graph() (*Graph, error) {
	g := &Graph{}
	c.describe(g)
	c.describeBodies(g)
	licences := map[IRI]Licence{c.Licence.Address: c.Licence}
	for _, d := range c.Datasets {
		c.describeDataset(g, d)
		for _, x := range d.Distributions {
			c.describeDistribution(g, d, x)
			licences[x.Licence.Address] = x.Licence
		}
	}
	for _, l := range licences {
		describeLicence(g, l)
	}
	return g, g.check()
}

func (c Catalogue) part(id string) IRI { return c.Address + "#" + IRI(id) }

func (c Catalogue) describe(g *Graph) {
	a := about{g, c.Address}
	a.is(dcat+"Catalog", dcatapit+"Catalog")
	a.both(dct+"title", c.Title)
	a.both(dct+"description", c.Description)
	a.thing(dct+"publisher", c.part("publisher"))
	a.typed(dct+"modified", day(c.Modified), dateType)
	a.thing(dct+"language", language+"ITA", language+"ENG")
	a.thing(dct+"license", c.Licence.Address)
	a.thing(foaf+"homepage", c.Home)
	a.thing(dcat+"themeTaxonomy", Themes)
	for _, d := range c.Datasets {
		a.thing(dcat+"dataset", c.part(d.ID))
	}
}

func (c Catalogue) describeBodies(g *Graph) {
	p := about{g, c.part("publisher")}
	p.is(foaf+"Agent", dcatapit+"Agent")
	p.text(dct+"identifier", c.Publisher.ID)
	p.literal(foaf+"name", Literal{Text: c.Publisher.Name, Lang: "it"})
	p.thing(foaf+"homepage", c.Publisher.Home)
	if c.Contact == nil {
		return
	}
	k := about{g, c.part("contact")}
	k.is(vcard+"Kind", vcard+"Organization", dcatapit+"Organization")
	k.text(vcard+"fn", c.Contact.Name)
	if c.Contact.Email != "" {
		k.thing(vcard+"hasEmail", IRI("mailto:"+c.Contact.Email))
	}
	k.thing(vcard+"hasURL", c.Contact.Page)
}

func (c Catalogue) describeDataset(g *Graph, d Dataset) {
	a := about{g, c.part(d.ID)}
	a.is(dcat+"Dataset", dcatapit+"Dataset")
	a.text(dct+"identifier", c.identifier(d))
	a.both(dct+"title", d.Title)
	a.both(dct+"description", d.Description)
	a.typed(dct+"modified", day(d.Modified), dateType)
	a.thing(dct+"rightsHolder", c.part("publisher"))
	a.thing(dct+"publisher", c.part("publisher"))
	if d.Frequency != "" {
		a.thing(dct+"accrualPeriodicity", frequency+IRI(d.Frequency))
	}
	a.thing(dct+"accessRights", accessRight+"PUBLIC")
	a.thing(dct+"language", language+"ITA")
	a.thing(dcat+"landingPage", d.Page)
	a.text(owl+"versionInfo", d.Version)
	if c.Contact != nil {
		a.thing(dcat+"contactPoint", c.part("contact"))
	}
	for _, t := range d.Themes {
		a.thing(dcat+"theme", t.iri())
	}
	for _, k := range d.Keywords {
		a.both(dcat+"keyword", k)
	}
	for _, x := range d.Distributions {
		a.thing(dcat+"distribution", c.distribution(d, x))
	}
	c.describeSpace(g, a, d)
	c.describeTime(g, a, d)
}

// identifier is unique among all catalogues: the body's code and the dataset's, as
// the national catalogue of data asks for.
func (c Catalogue) identifier(d Dataset) string {
	if c.Publisher.ID == "" {
		return d.ID
	}
	return c.Publisher.ID + ":atlante-" + d.ID
}

func (c Catalogue) distribution(d Dataset, x Distribution) IRI { return c.part(d.ID + "-" + x.ID) }

func (c Catalogue) describeDistribution(g *Graph, d Dataset, x Distribution) {
	a := about{g, c.distribution(d, x)}
	a.is(dcat+"Distribution", dcatapit+"Distribution")
	a.both(dct+"title", x.Title)
	a.both(dct+"description", x.Description)
	if x.FileType != "" {
		a.thing(dct+"format", fileType+IRI(x.FileType))
	}
	a.thing(dcat+"mediaType", media(x.MediaType))
	a.thing(dcat+"accessURL", x.Access)
	a.thing(dcat+"downloadURL", x.Download)
	a.thing(dct+"license", x.Licence.Address)
	a.typed(dct+"modified", day(x.Modified), dateType)
}

func describeLicence(g *Graph, l Licence) {
	a := about{g, l.Address}
	a.is(dct+"LicenseDocument", dcatapit+"LicenseDocument")
	a.thing(dct+"type", l.Kind)
	a.text(foaf+"name", l.Name)
	a.text(owl+"versionInfo", l.Version)
	a.thing(skos+"exactMatch", l.Listed)
}

// day writes a date, "" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// safe keeps an address from breaking out of the brackets of Turtle.
func safe(i IRI) string {
	var b strings.Builder
	for _, r := range string(i) {
		if r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) || r == '\uFFFD' {
			for _, c := range []byte(string(r)) {
				b.WriteByte('%')
				b.WriteByte("0123456789ABCDEF"[c>>4])
				b.WriteByte("0123456789ABCDEF"[c&15])
			}
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
