package export

import "atlante/geo/feature"

// Column is a column that a table has beside the fields of its collection.
type Column struct {
	Name             string
	Formats          []string // the names of the formats that have it
	TitleIT, TitleEN string
}

// Added are the columns that tables of a collection have beside its fields, in
// degrees: a table has no geometry of its own.
func Added(g feature.Geometry) []Column {
	t := table{collection: feature.Collection{Geometry: g}, crs: feature.WGS84}
	csv, sheet := (&csvFile{table: t}).columns(), (&xlsx{table: t}).columns()
	var out []Column
	add := func(name string, formats ...string) {
		w := addedWords[name]
		out = append(out, Column{name, formats, w[0], w[1]})
	}
	if g == feature.Point { // the same in both
		for _, name := range csv {
			add(name, "csv", "xlsx")
		}
	} else {
		for _, name := range csv {
			add(name, "csv")
		}
		for _, name := range sheet {
			add(name, "xlsx")
		}
	}
	add(datasetColumn, "csv")
	return out
}

// datasetColumn is the last of a CSV.
const datasetColumn = "dataset"

var addedWords = map[string][2]string{
	"lon": {"Longitudine (gradi)", "Longitude (degrees)"}, "lat": {"Latitudine (gradi)", "Latitude (degrees)"},
	"wkt":  {"Geometria come testo WKT", "Geometry as WKT text"},
	"west": {"Bordo ovest del riquadro (gradi)", "Western edge of its box (degrees)"}, "south": {"Bordo sud del riquadro (gradi)", "Southern edge of its box (degrees)"},
	"east": {"Bordo est del riquadro (gradi)", "Eastern edge of its box (degrees)"}, "north": {"Bordo nord del riquadro (gradi)", "Northern edge of its box (degrees)"},
	datasetColumn: {"Da quale raccolta, con licenza, data e versione", "Of which collection, with licence, date and version"},
}
