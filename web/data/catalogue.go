package data

import (
	"net/http"
	"net/url"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/dcat"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// licence is that of entries and figures.
var licence = struct{ Name, Address string }{geo.Licence, geo.LicenceURL}

// nuts is the province of Torino in the classification of the EU.
const nuts = "http://data.europa.eu/nuts/code/ITC11"

// fileTypes are the formats in the list of the EU; the others are plain bytes there.
var fileTypes = map[string]string{"geojson": "GEOJSON", "csv": "CSV", "xlsx": "XLSX", "gpkg": "GPKG", "parquet": "PARQUET"}

// themes of the collections.
var themes = map[string][]dcat.Theme{
	feature.Places: {dcat.Society}, feature.Comuni: {dcat.Regions, dcat.Society}, feature.Zones: {dcat.Regions, dcat.Society},
	feature.Cells: {dcat.Society, dcat.Transport}, feature.Gaps: {dcat.Society, dcat.Transport},
}

// keywords of all collections, and of each.
var keywords = map[string][]dcat.Text{
	"":             {{IT: "economia sociale", EN: "social economy"}, {IT: "città metropolitana di torino", EN: "metropolitan city of turin"}},
	feature.Places: {{IT: "portinerie di comunità", EN: "community hubs"}, {IT: "case del quartiere", EN: "neighbourhood houses"}, {IT: "comunità energetiche rinnovabili", EN: "renewable energy communities"}},
	feature.Comuni: {{IT: "comuni", EN: "municipalities"}, {IT: "accessibilità", EN: "accessibility"}},
	feature.Zones:  {{IT: "zone omogenee", EN: "homogeneous zones"}, {IT: "accessibilità", EN: "accessibility"}},
	feature.Cells:  {{IT: "griglia H3", EN: "H3 grid"}, {IT: "tempi di viaggio", EN: "travel times"}, {IT: "popolazione", EN: "population"}},
	feature.Gaps:   {{IT: "aree interne", EN: "inner areas"}, {IT: "montagna", EN: "mountains"}, {IT: "servizi di prossimità", EN: "proximity services"}},
}

// catalogue describes what is published now in DCAT-AP_IT.
func (p *pages) catalogue(r *http.Request) (*dcat.Graph, error) {
	origin := p.site.Origin(r)
	here := dcat.IRI(origin + "/dati/catalogo")
	it, en := p.site.Texts("it"), p.site.Texts("en")
	both := func(key string) dcat.Text { return dcat.Text{IT: it.Say(key), EN: en.Say(key)} }
	c := dcat.Catalogue{Address: here, Home: dcat.IRI(origin + "/dati"), Title: both("data.catalogue.title"), Description: both("data.catalogue.about"),
		Publisher: dcat.Agent{ID: p.OwnerID, Name: p.Owner, Home: dcat.IRI(origin + "/")}, Licence: dcat.CCBY4,
		Territory: dcat.Territory{Name: both("data.catalogue.territory"), Identifier: nuts}}
	if c.Publisher.ID == "" { // nobody has said the code: the address stands for it
		c.Publisher.ID = host(origin)
	}
	if p.Contact != "" {
		c.Contact = &dcat.Contact{Name: p.Owner, Email: p.Contact, Page: c.Home}
	}
	list, err := p.store.FeatureCollections(r.Context())
	if err != nil {
		return nil, err
	}
	credit, err := p.credit(r.Context())
	if err != nil {
		return nil, err
	}
	for _, col := range list {
		s, err := p.store.FeatureState(r.Context(), col.ID, cover.ScenarioCurrent)
		if err != nil {
			return nil, err
		}
		if s.Changed.After(c.Modified) {
			c.Modified = s.Changed
		}
		d := dataset(origin, col, s)
		d.Title.IT, d.Title.EN = it.Say("data.catalogue.of", "title", col.TitleIT), en.Say("data.catalogue.of", "title", col.TitleEN)
		d.Description.IT += " " + it.Say("data.catalogue.credit", "whom", credit)
		d.Description.EN += " " + en.Say("data.catalogue.credit", "whom", credit)
		c.Datasets = append(c.Datasets, d)
	}
	return c.Graph()
}

func host(origin string) string {
	if u, err := url.Parse(origin); err == nil && u.Host != "" {
		return u.Hostname()
	}
	return "atlante"
}

func dataset(origin string, col feature.Collection, s feature.State) dcat.Dataset {
	page := dcat.IRI(origin + "/dati#" + col.ID)
	d := dcat.Dataset{ID: col.ID, Description: dcat.Text{IT: col.DescriptionIT, EN: col.DescriptionEN}, Themes: themes[col.ID],
		Keywords: append(append([]dcat.Text{}, keywords[""]...), keywords[col.ID]...), Frequency: dcat.Continuous, Modified: s.Changed,
		Version: s.Version, From: s.From, To: s.To, Extent: s.Extent, Page: page}
	if len(d.Themes) == 0 {
		d.Themes = []dcat.Theme{dcat.Society}
	}
	for _, f := range export.Formats() {
		t := fileTypes[f.Name]
		if t == "" {
			t = "OCTET"
		}
		d.Distributions = append(d.Distributions, dcat.Distribution{ID: f.Name, FileType: t, MediaType: f.MediaType,
			Title: dcat.Text{IT: col.TitleIT + " – " + f.Title, EN: col.TitleEN + " – " + f.Title}, Description: dcat.Text{IT: f.IT, EN: f.EN},
			Access: page, Download: dcat.IRI(origin + "/api/v1/downloads/" + col.ID + "." + f.Name), Licence: dcat.CCBY4, Modified: s.Changed})
	}
	return withServices(origin, col, d)
}

// withServices adds the ways that are no file.
func withServices(origin string, col feature.Collection, d dcat.Dataset) dcat.Dataset {
	d.Distributions = append(d.Distributions, dcat.Distribution{ID: "ogc", FileType: "GEOJSON", MediaType: "application/geo+json",
		Title:  dcat.Text{IT: col.TitleIT + " – OGC API Features", EN: col.TitleEN + " – OGC API Features"},
		Access: dcat.IRI(origin + "/ogc/collections/" + col.ID), Licence: dcat.CCBY4, Modified: d.Modified})
	return d
}
