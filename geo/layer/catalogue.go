package layer

// Catalogue lists the layers in the order in which they stand in a composite tile.
func Catalogue() []Layer {
	return []Layer{zones(), comuni(), cells(), gaps(), places(), zoneLabels(), comuneLabels()}
}

// areaFigures are the figures that zones and comuni share.
func areaFigures() []Field {
	return []Field{
		{"residents", "integer", Once, "official residents"},
		{"places", "integer", Once, "located places that count"},
		{"covered_15_<kind>", "number", TravelKind, "share of known residents within 15 minutes at the kind's mode"},
		{"covered_30_<kind>", "number", TravelKind, "share of known residents within 30 minutes at the kind's mode"},
		{"covered_45_<kind>", "number", TravelKind, "share of known residents within 45 minutes at the kind's mode"},
		{"covered_<kind>", "number", AreaKind, "share of known residents inside a service area"},
		{"unknown_<kind>", "number", EveryKind, "share of residents for whom nothing is known"},
	}
}

func zones() Layer {
	return Layer{
		ID: "zones", MinZoom: 5, MaxZoom: 14, Geometry: "polygon", Coverage: true,
		Description: "The zone omogenee with the coverage of their residents",
		Fields: append([]Field{
			{"zone", "integer", Once, "number of the zone"},
			{"name", "string", Once, "name of the zone"},
			{"zone_source", "string", Once, "sourced, or inferred where some comune's zone is"},
		}, areaFigures()...),
	}
}

func comuni() Layer {
	return Layer{
		ID: "comuni", MinZoom: 6, MaxZoom: 16, Geometry: "polygon", Coverage: true,
		Description: "The comuni with the coverage of their residents",
		Fields: append([]Field{
			{"istat", "string", Once, "six-digit ISTAT code"},
			{"name", "string", Once, "name of the comune"},
			{"zone", "integer", Once, "number of its zone"},
			{"valley", "string", Once, "name of its valley, absent outside the valleys"},
			{"mountain", "string", Once, "ISTAT mountain class T, P or NM"},
			{"snai", "string", Once, "SNAI class A to F"},
		}, areaFigures()...),
	}
}

func cells() Layer {
	return Layer{
		ID: "cells", MinZoom: 6, MaxZoom: 14, Geometry: "polygon", Coverage: true,
		Description: "H3 cells: resolution 6 at zoom 6 and 7, 7 at 8, 8 at 9 and 10, 9 from 11",
		Fields: []Field{
			{"h3", "string", Once, "H3 index, lower-case hexadecimal"},
			{"comune", "string", Once, "ISTAT code of the owner"},
			{"residents", "integer", Once, "estimated residents"},
			{"minutes_<kind>", "integer", TravelKind, "minutes to the nearest place, rounded up; absent when there are none"},
			{"second_<kind>", "integer", TravelKind, "minutes to the second nearest place, rounded up: what is left if the nearest closes; absent when there is none"},
			{"state_<kind>", "string", TravelKind, "ok, walk_only (reached, but over 2 km on foot to the road), unreachable, unknown or empty"},
			{"gap_<kind>", "number", TravelKind, "share of the residents that the mountain gap flag of the kind marks, 0 to 1; absent where nobody lives"},
			{"served_<kind>", "string", AreaKind, "yes, no, unknown or empty"},
		},
	}
}

func places() Layer {
	return Layer{
		ID: "places", MinZoom: 5, MaxZoom: 16, Geometry: "point",
		Description: "Places; clustered by H3 parent cell below zoom 11",
		Fields: []Field{
			{"id", "string", Once, "UUID; absent on clusters"},
			{"name", "string", Once, "name; absent on clusters"},
			{"kind", "string", Once, "kind; absent on clusters"},
			{"comune", "string", Once, "ISTAT code; absent on clusters"},
			{"operating_status", "string", Once, "active, temporarily_closed, seasonal, planned or closed"},
			{"precision", "string", Once, "how well the position is known"},
			{"confirmed_on", "string", Once, "ISO date of the last confirmation, absent when never"},
			{"external", "boolean", Once, "true beyond the border of the territory, absent inside; counts only where asked for"},
			{"count", "integer", Once, "places in the cluster; absent on single places"},
			{"count_<kind>", "integer", EveryKind, "places of the kind in the cluster"},
		},
	}
}

func gaps() Layer {
	return Layer{
		ID: "gaps", MinZoom: 6, MaxZoom: 16, Geometry: "polygon", Coverage: true,
		Description: "Underserved areas of mountain and inner comuni; filter on kind and territory",
		Fields: []Field{
			{"id", "string", Once, "g-<kind>-<serial>, stable between publications"},
			{"kind", "string", Once, "kind that is missing"},
			{"territory", "string", Once, "mountain or inner"},
			{"zone", "integer", Once, "number of the zone"},
			{"valley", "string", Once, "name of the valley, absent outside the valleys"},
			{"name", "string", Once, "valley or zone and its main comuni"},
			{"residents", "integer", Once, "estimated residents"},
			{"residents_low", "integer", Once, "residents if all times were one sigma shorter"},
			{"residents_high", "integer", Once, "residents if all times were one sigma longer"},
			{"severity", "number", Once, "expected residents beyond the threshold"},
			{"rank", "integer", Once, "1 is the most severe of its kind and territory"},
			{"confidence", "string", Once, "provisional or confirmed"},
		},
	}
}

func labels() []Field {
	return []Field{
		{"name", "string", Once, "name to write"},
		{"residents", "integer", Once, "official residents, to decide which name gives way"},
	}
}

func zoneLabels() Layer {
	return Layer{ID: "zone_labels", MinZoom: 6, MaxZoom: 16, Geometry: "point", Fields: labels(),
		Description: "Where to write the names of the zones"}
}

func comuneLabels() Layer {
	return Layer{ID: "comune_labels", MinZoom: 6, MaxZoom: 16, Geometry: "point", Fields: labels(),
		Description: "Where to write the names of the comuni: their seats"}
}
