package postgis

import (
	"strings"

	"atlante/geo/feature"
)

// featureTable is the view that gives a collection. All texts of it are
// constants: what stands in a query comes from here, or is a parameter.
type featureTable struct {
	view   string
	srid   feature.SRID // of its column geom
	key    string       // the column of the key, by whose index pages are cut
	keySQL string       // the type of that column
	// columns are those that the view has by their names; every other field stands
	// in its column props, under its name.
	columns string
	special map[string]string // where the expression is not the column
}

func tableOf(id string) (featureTable, bool) {
	switch id {
	case feature.Places:
		return featureTable{view: "atlante.open_place", srid: feature.WGS84, key: "v.id", keySQL: "uuid",
			special: map[string]string{"id": "v.id::text"},
			columns: "name kind operating_status address locality comune comune_name zone zone_name precision radius_m " +
				"street_confirmed position_source external service_area may_reach description hours wheelchair areas operator " +
				"legal_form network website note verification confirmed_on source licence retrieved_on"}, true
	case feature.Comuni:
		return featureTable{view: "atlante.open_comune", srid: feature.WGS84, key: "v.istat", keySQL: "text",
			columns: "istat name zone zone_name valley mountain snai altitude_m area_km2 boundary_approximate boundary_source residents"}, true
	case feature.Zones:
		return featureTable{view: "atlante.open_zone", srid: feature.WGS84, key: "v.zone", keySQL: "int",
			columns: "zone name zone_source comuni area_km2 residents"}, true
	case feature.Cells:
		return featureTable{view: "atlante.open_cell", srid: feature.Mercator, key: "v.h3", keySQL: "bigint",
			special: map[string]string{"h3": "to_hex(v.h3)"}, columns: "comune residents"}, true
	case feature.Gaps:
		return featureTable{view: "atlante.open_gap", srid: feature.WGS84, key: "v.id", keySQL: "text",
			columns: "id kind territory zone zone_name valley name comuni residents residents_low residents_high minutes threshold " +
				"severity rank confidence since"}, true
	}
	return featureTable{}, false
}

// sqlType is the type of PostgreSQL in which the values of a field are given.
func sqlType(t feature.Type) string {
	switch t {
	case feature.Integer:
		return "int8"
	case feature.Real:
		return "float8"
	case feature.Boolean:
		return "boolean"
	case feature.Day:
		return "date"
	case feature.Instant:
		return "timestamptz"
	}
	return "text"
}

// has tells whether the view has a column of the name.
func (t featureTable) has(name string) bool {
	for c := range strings.FieldsSeq(t.columns) {
		if c == name {
			return true
		}
	}
	return false
}
