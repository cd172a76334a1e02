package geo

// Licence of all that Atlante gives out, and where its text stands.
const (
	Licence    = "CC BY 4.0"
	LicenceURL = "https://creativecommons.org/licenses/by/4.0/"
)

// Attribution is what whoever shows the data must name, in plain text.
const Attribution = "Atlante, mappa dell'economia sociale della Città metropolitana di Torino (" + Licence + "); ISTAT (" + Licence + ")"

// AttributionOfTimes names besides where travel times come from: the roads of a
// graph, which may be synthetic, or, where it is nil, the estimate. No figure
// should be passed on without it.
func AttributionOfTimes(graph *RoadVersion) string {
	switch {
	case graph == nil:
		return Attribution + "; tempi: stima senza strade / times: an estimate without roads"
	case graph.Synthetic:
		return Attribution + "; tempi: strade sintetiche, di prova / times: synthetic roads, for trials: " + graph.Source.Name + " (" + graph.Source.Licence + ")"
	}
	return Attribution + "; tempi: strade di / times: roads of " + graph.Source.Name + " (" + graph.Source.Licence + ")"
}
