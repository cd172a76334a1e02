// Package feature describes the collections that GIS tools and downloads read:
// places, comuni, zones, cells and gaps, their fields with types and words, and
// what can be asked of them.
package feature

import (
	"time"

	"github.com/paulmach/orb"

	"atlante/geo/cover"
	"atlante/geo/cql2"
)

// Type is the type of a field; a value is nil where nothing is known, whatever
// the type.
type Type string

// The types, and the Go type of their values.
const (
	Text    Type = "string"    // string
	Integer Type = "integer"   // int64
	Real    Type = "number"    // float64
	Boolean Type = "boolean"   // bool
	Day     Type = "date"      // time.Time at midnight UTC
	Instant Type = "date-time" // time.Time in UTC
)

// Field is one property of the features of a collection. Every field can be
// filtered by and sorted by.
type Field struct {
	Name             string // letters, digits and _
	Type             Type
	TitleIT, TitleEN string   // with the unit
	Values           []string // all that it can be, when they are few; else nil
	Words            []Word   // what people read for each of Values
	Unit             Unit     // of a number; "" is a count, or a number that names something
}

// Geometry is the kind of geometry of a collection, in the words of GeoJSON.
type Geometry string

// The geometries.
const (
	Point        Geometry = "Point"
	Polygon      Geometry = "Polygon"
	MultiPolygon Geometry = "MultiPolygon"
)

// Collection is one set of features.
type Collection struct {
	ID                           string // no dots
	TitleIT, TitleEN             string
	DescriptionIT, DescriptionEN string
	Geometry                     Geometry
	Nullable                     bool     // some features have no geometry: places not yet located
	Key                          string   // the field that is the id of a feature
	Fields                       []Field  // Key among them
	Datetime                     string   // the field that the parameter datetime asks; empty: none
	Scenarios                    bool     // its figures depend on the scenario
	Layer                        string   // the tile layer that draws it
	Foremost                     []Sort   // what people look for first; nil: by Key
	Shown                        []string // the fields of a table for people, the name first; nil: the first ones
}

// State is what a collection holds now.
type State struct {
	Extent   orb.Bound // of all its features, EPSG:4326, longitude first
	Count    int64
	Changed  time.Time // when what it shows last changed
	Version  string    // changes with every change of what it shows; only ever new
	From, To time.Time // of the field Datetime; zero when there is none or nothing is known
}

// SRID is an EPSG code.
type SRID int

// The reference systems in which features are given out and asked for. The order
// of axes is easting or longitude first in memory, always; whoever writes or reads
// a document turns it where the system wants latitude first (4326).
const (
	WGS84    SRID = 4326 // CRS84 and EPSG:4326
	Mercator SRID = 3857
	UTM32    SRID = 32632 // metres
	RDN2008  SRID = 7791  // RDN2008 / UTM zone 32N, metres
)

// Query asks for features of one collection.
type Query struct {
	Collection   string
	Scenario     cover.Scenario // ScenarioCurrent when empty
	Filter       cql2.Node      // nil: all. Properties not in Fields are geo.ErrInvalid
	FilterCRS    SRID           // of the geometries in Filter; WGS84 when zero
	BBox         *orb.Bound     // in BBoxCRS; a box with west > east crosses the antimeridian
	BBoxCRS      SRID
	Since, Until *time.Time        // of the field Datetime, both inclusive
	Equal        map[string]string // field = value, as parameters give them; a value that is none of the type is geo.ErrInvalid
	Sort         []Sort            // then by Key
	After        string            // cursor of a page before, made for the same Sort; else geo.ErrInvalid
	Offset       int               // beside After, for tools that count
	Limit        int               // 0: all
	CRS          SRID              // of the geometries given out; WGS84 when zero
}

// Sort is one field to sort by; unknown comes last, either way.
type Sort struct {
	Field string
	Down  bool
}

// Feature is one feature. It is valid only until the next one is asked for.
type Feature struct {
	ID     string
	WKB    []byte // little-endian ISO WKB, without SRID; nil when it has no geometry
	Values []any  // in the order of Fields, types as Type says
}
