package geo

// Licence of all that Atlante gives out, and where its text stands.
const (
	Licence    = "CC BY 4.0"
	LicenceURL = "https://creativecommons.org/licenses/by/4.0/"
)

// Attribution is what whoever shows the data must name, in plain text: us, ISTAT
// and, where times come from roads, whose roads they are. A nil graph is none.
func Attribution(graph *RoadVersion) string {
	const always = "Atlante, mappa dell'economia sociale della Città metropolitana di Torino (" + Licence + "); ISTAT (" + Licence + ")"
	if graph == nil {
		return always
	}
	return always + "; strade / roads: " + graph.Source.Name + " (" + graph.Source.Licence + ")"
}
