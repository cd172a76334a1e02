package feature

import "atlante/geo"

func gaps(kinds []geo.Kind) Collection {
	it, en := anyWay(kinds)
	return Collection{
		ID: Gaps, Geometry: MultiPolygon, Key: "id", Scenarios: true, Datetime: "since", Layer: "gaps",
		Foremost: []Sort{{Field: "severity", Down: true}},
		Shown:    []string{"name", "kind", "territory", "rank", "residents", "minutes", "severity", "confidence"},
		TitleIT:  "Aree non servite", TitleEN: "Underserved areas",
		DescriptionIT: "Le aree montane e interne non servite: quante persone, quanto grave, quanto è certo.",
		DescriptionEN: "The underserved mountain and inner areas: how many people, how severe, how sure.",
		Fields: []Field{
			{Name: "id", Type: Text, TitleIT: "Identificativo", TitleEN: "Id"},
			{Name: "kind", Type: Text, TitleIT: "Tipo di luogo che manca", TitleEN: "Kind of place that is missing", Values: kindIDs(kinds)},
			{Name: "territory", Type: Text, TitleIT: "Territorio: montano o interno", TitleEN: "Territory: mountain or inner",
				Values: []string{"mountain", "inner"}},
			{Name: "zone", Type: Integer, TitleIT: "Zona omogenea (numero)", TitleEN: "Zona omogenea (number)"},
			{Name: "zone_name", Type: Text, TitleIT: "Nome della zona omogenea", TitleEN: "Name of the zona omogenea"},
			{Name: "valley", Type: Text, TitleIT: "Valle, se sta in una valle", TitleEN: "Valley, when it lies in one"},
			{Name: "name", Type: Text, TitleIT: "Nome", TitleEN: "Name"},
			{Name: "comuni", Type: Text, TitleIT: "Comuni (codici ISTAT, separati da ;)", TitleEN: "Comuni (ISTAT codes, joined by ;)"},
			{Name: "residents", Type: Integer, TitleIT: "Residenti stimati", TitleEN: "Estimated residents"},
			{Name: "residents_low", Type: Integer, TitleIT: "Residenti, stima bassa", TitleEN: "Residents, low estimate"},
			{Name: "residents_high", Type: Integer, TitleIT: "Residenti, stima alta", TitleEN: "Residents, high estimate"},
			{Name: "minutes", Type: Real, Unit: Minutes, TitleIT: "Minuti al luogo più vicino (mediana), " + it, TitleEN: "Minutes to the nearest place (median), " + en},
			{Name: "threshold", Type: Integer, Unit: Minutes, TitleIT: "Soglia (minuti), " + it, TitleEN: "Threshold (minutes), " + en},
			{Name: "severity", Type: Real, TitleIT: "Residenti attesi oltre la soglia", TitleEN: "Expected residents beyond the threshold"},
			{Name: "rank", Type: Integer, TitleIT: "Posto per gravità nel tipo e territorio", TitleEN: "Rank by severity in its kind and territory"},
			{Name: "confidence", Type: Text, TitleIT: "Quanto è certa", TitleEN: "How sure", Values: []string{"provisional", "confirmed"}},
			{Name: "since", Type: Instant, TitleIT: "Pubblicata la prima volta il", TitleEN: "First published on"},
		},
	}
}
