// Package export writes the features of a collection as files that people and
// their programs open: GeoJSON, CSV, XLSX, FlatGeobuf, GeoPackage, GeoParquet.
// Each file says its licence, attribution, date and version inside, and is made
// from the same data with the same bytes. Features are written as they come; no
// writer holds more than a few of them.
package export

import (
	"fmt"
	"io"
	"time"

	"atlante/geo"
	"atlante/geo/feature"
)

// Format is one kind of file.
type Format struct {
	Name      string // in --format and in addresses: the extension, without its dot
	Title     string // as people call it
	MediaType string
	Text      bool // worth compressing on the way
	Spooled   bool // its writer makes it in a temporary file before the first byte goes out
	IT, EN    string
}

// Formats lists the formats in the order in which people are offered them.
func Formats() []Format {
	return []Format{
		{"geojson", "GeoJSON", "application/geo+json", true, false,
			"per la mappa e per programmi; coordinate con 7 decimali di grado (1 cm), 3 di metro",
			"for maps and programs; coordinates to 7 decimals of a degree (1 cm), 3 of a metre"},
		{"csv", "CSV", "text/csv; charset=utf-8", true, false,
			"tabella di testo; i luoghi con lon e lat, le aree con la forma in WKT",
			"a table as text; places with lon and lat, areas with their shape as WKT"},
		{"xlsx", "Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, false,
			"foglio di calcolo, senza formule; i luoghi con lon e lat, le aree con il rettangolo che le contiene",
			"a spreadsheet without formulas; places with lon and lat, areas with the box around them"},
		{"gpkg", "GeoPackage", "application/geopackage+sqlite3", false, true,
			"per QGIS e gli altri GIS, con indice spaziale", "for QGIS and other GIS, with a spatial index"},
		{"fgb", "FlatGeobuf", "application/flatgeobuf", false, true,
			"per GIS e mappe sul web, con indice spaziale", "for GIS and maps on the web, with a spatial index"},
		{"parquet", "GeoParquet", "application/vnd.apache.parquet", false, false,
			"per analisi con DuckDB, Python, R", "for analysis with DuckDB, Python, R"},
	}
}

// ByName finds a format by its name.
func ByName(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// About is what a file says of itself.
type About struct {
	Title       string // of the collection
	Description string
	Licence     string // "CC BY 4.0"
	LicenceURL  string
	Attribution string    // whom to name, and the sources
	Date        time.Time // of the data, not of the file; its day is that of its location
	Version     string    // of the data
	Address     string    // where the same file can be had again; may be empty
}

// line says all of it in one line.
func (a About) line() string {
	s := fmt.Sprintf("%s – %s; %s (%s); %s; %s", a.Title, a.Attribution, a.Licence, a.LicenceURL, a.day(), a.Version)
	if a.Address != "" {
		s += "; " + a.Address
	}
	return s
}

func (a About) day() string { return a.Date.Format(time.DateOnly) }

func (a About) instant() string { return a.Date.UTC().Format("2006-01-02T15:04:05.000Z") }

// Separator is how a CSV is written.
type Separator string

// The separators.
const (
	Italian       Separator = "it"  // semicolon, decimal comma, byte order mark
	International Separator = "int" // comma, decimal point
)

// ParseSeparator reads "it" or "int".
func ParseSeparator(s string) (Separator, error) {
	switch x := Separator(s); x {
	case Italian, International:
		return x, nil
	}
	return "", geo.Invalid("separator: scegli it (punto e virgola, virgola decimale) oppure int (virgola, punto decimale) / choose it (semicolon, decimal comma) or int (comma, decimal point)")
}

// Options of a writer.
type Options struct {
	Separator Separator // of CSV; Italian when empty
	Lang      string    // of titles inside: "it", or "en"
	Dir       string    // for temporary files; the system's when empty
	MaxBytes  int64     // of a temporary file; DefaultMaxBytes when zero
}

// DefaultMaxBytes bounds the temporary file of a format that needs one.
const DefaultMaxBytes = 512 << 20

// Writer writes features one after the other. What it writes is whole only after
// Close has returned nil. Discard frees what a writer holds, temporary files
// included; it does nothing after Close, so it can always be deferred.
type Writer interface {
	// Write adds a feature; it keeps nothing of it.
	Write(feature.Feature) error
	Close() error
	Discard()
}

// New begins a file on w. The geometries of the features are in crs. A temporary
// file that would grow over MaxBytes ends the writing with geo.ErrInvalid.
func New(f Format, w io.Writer, c feature.Collection, s feature.State, crs feature.SRID, a About, o Options) (Writer, error) {
	if crs == 0 {
		crs = feature.WGS84
	}
	if _, ok := systems[crs]; !ok {
		return nil, geo.Invalid("crs: EPSG:%d non è tra quelli in cui si può esportare / is none of those to export in", crs)
	}
	if o.Separator == "" {
		o.Separator = Italian
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if a.Date.IsZero() {
		a.Date = s.Changed
	}
	if a.Version == "" {
		a.Version = s.Version
	}
	t := table{collection: c, crs: crs, about: a, options: o}
	switch f.Name {
	case "geojson":
		return newGeoJSON(w, t)
	case "csv":
		return newCSV(w, t)
	case "xlsx":
		return newXLSX(w, t)
	case "fgb":
		return newFlatGeobuf(w, t)
	case "gpkg":
		return newGeoPackage(w, t)
	case "parquet":
		return newGeoParquet(w, t)
	}
	return nil, geo.Invalid("formato %q: non c'è / there is no such format", f.Name)
}

// table is what all writers are given.
type table struct {
	collection feature.Collection
	crs        feature.SRID
	about      About
	options    Options
}

// title of a field in the language of the file.
func (t table) title(f feature.Field) string {
	if t.options.Lang == "en" {
		return f.TitleEN
	}
	return f.TitleIT
}

// words chooses the language of the file.
func (t table) words(it, en string) string {
	if t.options.Lang == "en" {
		return en
	}
	return it
}
