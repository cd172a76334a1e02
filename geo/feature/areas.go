package feature

import "atlante/geo"

// areaFigures are the figures that zones and comuni share, named as in the tiles.
func areaFigures(kinds []geo.Kind) []Field {
	out := []Field{
		{Name: "residents", Type: Integer, TitleIT: "Residenti ufficiali", TitleEN: "Official residents"},
		{Name: "places", Type: Integer, TitleIT: "Luoghi con posizione che contano", TitleEN: "Located places that count"},
	}
	out = append(out, forKinds(kinds, travelKind,
		Field{Name: "covered_15_<kind>", Type: Real, Unit: Share, TitleIT: "Quota dei residenti noti entro 15 minuti <mode> (0–1): <kind>",
			TitleEN: "Share of known residents within 15 minutes <mode> (0–1): <kind>"},
		Field{Name: "covered_30_<kind>", Type: Real, Unit: Share, TitleIT: "Quota dei residenti noti entro 30 minuti <mode> (0–1): <kind>",
			TitleEN: "Share of known residents within 30 minutes <mode> (0–1): <kind>"},
		Field{Name: "covered_45_<kind>", Type: Real, Unit: Share, TitleIT: "Quota dei residenti noti entro 45 minuti <mode> (0–1): <kind>",
			TitleEN: "Share of known residents within 45 minutes <mode> (0–1): <kind>"})...)
	out = append(out, forKinds(kinds, areaKind,
		Field{Name: "covered_<kind>", Type: Real, Unit: Share, TitleIT: "Quota dei residenti noti in un'area servita (0–1): <kind>",
			TitleEN: "Share of known residents inside a service area (0–1): <kind>"})...)
	return append(out, forKinds(kinds, everyKind,
		Field{Name: "unknown_<kind>", Type: Real, Unit: Share, TitleIT: "Quota dei residenti di cui non si sa nulla (0–1): <kind>",
			TitleEN: "Share of residents for whom nothing is known (0–1): <kind>"})...)
}

func zones(kinds []geo.Kind) Collection {
	return Collection{
		ID: Zones, Geometry: MultiPolygon, Key: "zone", Scenarios: true, Layer: "zones",
		Shown:   []string{"name", "zone", "comuni", "area_km2", "residents", "places"},
		TitleIT: "Zone omogenee", TitleEN: "Zone omogenee",
		DescriptionIT: "Le zone omogenee con la copertura dei loro residenti.",
		DescriptionEN: "The zone omogenee with the coverage of their residents.",
		Fields: append([]Field{
			{Name: "zone", Type: Integer, TitleIT: "Numero della zona", TitleEN: "Number of the zone"},
			{Name: "name", Type: Text, TitleIT: "Nome", TitleEN: "Name"},
			{Name: "zone_source", Type: Text, TitleIT: "Appartenenza dei comuni: documentata o dedotta",
				TitleEN: "Membership of the comuni: sourced or inferred", Values: []string{"sourced", "inferred"}},
			{Name: "comuni", Type: Integer, TitleIT: "Comuni", TitleEN: "Comuni"},
			{Name: "area_km2", Type: Real, Unit: SquareKilometres, TitleIT: "Superficie (km²)", TitleEN: "Area (km²)"},
		}, areaFigures(kinds)...),
	}
}

func comuni(kinds []geo.Kind) Collection {
	return Collection{
		ID: Comuni, Geometry: MultiPolygon, Key: "istat", Scenarios: true, Layer: "comuni",
		Shown:   []string{"name", "istat", "zone_name", "valley", "mountain", "snai", "residents"},
		TitleIT: "Comuni", TitleEN: "Comuni",
		DescriptionIT: "I comuni con la copertura dei loro residenti.",
		DescriptionEN: "The comuni with the coverage of their residents.",
		Fields: append([]Field{
			{Name: "istat", Type: Text, TitleIT: "Codice ISTAT", TitleEN: "ISTAT code"},
			{Name: "name", Type: Text, TitleIT: "Nome", TitleEN: "Name"},
			{Name: "zone", Type: Integer, TitleIT: "Zona omogenea (numero)", TitleEN: "Zona omogenea (number)"},
			{Name: "zone_name", Type: Text, TitleIT: "Nome della zona omogenea", TitleEN: "Name of the zona omogenea"},
			{Name: "valley", Type: Text, TitleIT: "Valle, se sta in una valle", TitleEN: "Valley, when it lies in one"},
			{Name: "mountain", Type: Text, TitleIT: "Classe montana ISTAT: T totalmente, P parzialmente, NM non montano",
				TitleEN: "ISTAT mountain class: T wholly, P partly, NM not mountain", Values: []string{"T", "P", "NM"}},
			{Name: "snai", Type: Text, TitleIT: "Classe SNAI delle aree interne", TitleEN: "SNAI class of inner areas",
				Values: []string{"A", "B", "C", "D", "E", "F"}},
			{Name: "altitude_m", Type: Integer, Unit: Metres, TitleIT: "Altitudine della sede (metri)", TitleEN: "Altitude of its seat (metres)"},
			{Name: "area_km2", Type: Real, Unit: SquareKilometres, TitleIT: "Superficie ufficiale (km²)", TitleEN: "Official area (km²)"},
			{Name: "boundary_approximate", Type: Boolean, TitleIT: "Il confine disegnato è approssimato", TitleEN: "The boundary drawn is approximate"},
			{Name: "boundary_source", Type: Text, TitleIT: "Fonte del confine", TitleEN: "Source of the boundary"},
		}, areaFigures(kinds)...),
	}
}
