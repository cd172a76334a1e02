package qgis

import "atlante/geo/feature"

// metadata of a layer: what it is, whose, under which licence, and where it is from.
func (a Atlas) metadata(c feature.Collection) element {
	return a.about(c.TitleIT, a.Origin+"/ogc/collections/"+c.ID, c.DescriptionIT)
}

func (a Atlas) about(name, identifier, abstract string) element {
	return el("resourceMetadata").with(a.common(identifier, name, abstract)...)
}

func (a Atlas) projectMetadata() element {
	m := el("projectMetadata").with(a.common(a.Origin+"/dati", title,
		"Chi c'è, chi è raggiunto e chi no: luoghi dell'economia sociale, minuti di viaggio, aree non servite. I dati si leggono dal servizio: sono sempre quelli di oggi. / Who is where, who is reached and who is not. The data are read from the service: always today's. — "+a.Credit+" — "+a.Licence+", "+a.LicenceURL)...)
	return m.with(el("author").says(a.Owner))
}

func (a Atlas) common(identifier, name, abstract string) []element {
	out := []element{
		el("identifier").says(identifier), el("language").says("ITA"), el("type").says("dataset"), el("title").says(name), el("abstract").says(abstract),
		el("links").with(el("link", "name", "Dati aperti", "type", "WWW:LINK", "url", a.Origin+"/dati", "description", "", "format", "", "mimeType", "text/html", "size", "")),
		el("rights").says(a.Credit), el("license").says(a.Licence + " – " + a.LicenceURL),
		el("contact").with(el("name").says(a.Owner), el("organization").says(a.Owner), el("role").says("publisher")),
	}
	if !a.Changed.IsZero() {
		out = append(out, el("dates").with(el("date", "type", "Revised", "value", a.Changed.UTC().Format("2006-01-02T15:04:05Z"))))
	}
	return out
}
