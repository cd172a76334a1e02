package export

import (
	"embed"
	"fmt"
	"strings"

	"atlante/geo/feature"
)

// The parameters of the reference systems are those of the EPSG registry, as
// GDAL 3.6 writes them: WKT 1 and PROJJSON.
//
//go:embed crs
var crsFiles embed.FS

// system is a reference system as files name it.
type system struct {
	name         string
	organization string
	code         int
	geographic   bool
}

var systems = map[feature.SRID]system{
	feature.WGS84:    {"WGS 84", "EPSG", 4326, true},
	feature.Mercator: {"WGS 84 / Pseudo-Mercator", "EPSG", 3857, false},
	feature.UTM32:    {"WGS 84 / UTM zone 32N", "EPSG", 32632, false},
	feature.RDN2008:  {"RDN2008 / UTM zone 32N", "EPSG", 7791, false},
}

// wkt is the system as WKT 1. Of WGS 84 it says no axes: in files longitude
// comes first.
func wktOf(crs feature.SRID) string { return crsFile(crs, "wkt") }

// projjson is the system as PROJJSON. WGS 84 is OGC:CRS84: longitude first.
func projjson(crs feature.SRID) string { return crsFile(crs, "json") }

func crsFile(crs feature.SRID, kind string) string {
	b, err := crsFiles.ReadFile(fmt.Sprintf("crs/%d.%s", crs, kind))
	if err != nil { // embedded with the program, one for each of systems
		panic(err)
	}
	return strings.TrimSpace(string(b))
}

// urn names the system in a document.
func (s system) urn() string { return fmt.Sprintf("urn:ogc:def:crs:%s::%d", s.organization, s.code) }
