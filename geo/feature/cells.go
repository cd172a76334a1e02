package feature

import "atlante/geo"

func cells(kinds []geo.Kind) Collection {
	c := Collection{
		ID: Cells, Geometry: Polygon, Key: "h3", Scenarios: true, Layer: "cells",
		TitleIT: "Celle", TitleEN: "Cells",
		DescriptionIT: "Le celle H3 di risoluzione 9 (circa 10 ettari) con i residenti stimati e i minuti al luogo più vicino.",
		DescriptionEN: "The H3 cells at resolution 9 (about 10 hectares) with their estimated residents and the minutes to the nearest place.",
		Fields: []Field{
			{Name: "h3", Type: Text, TitleIT: "Indice H3", TitleEN: "H3 index"},
			{Name: "comune", Type: Text, TitleIT: "Comune (codice ISTAT)", TitleEN: "Comune (ISTAT code)"},
			{Name: "residents", Type: Integer, TitleIT: "Residenti stimati", TitleEN: "Estimated residents"},
		},
	}
	c.Fields = append(c.Fields, forKinds(kinds, travelKind,
		Field{Name: "minutes_<kind>", Type: Integer, Unit: Minutes, TitleIT: "Minuti al luogo più vicino, per eccesso (<mode>): <kind>",
			TitleEN: "Minutes to the nearest place, rounded up (<mode>): <kind>"},
		Field{Name: "second_<kind>", Type: Integer, Unit: Minutes, TitleIT: "Minuti al secondo luogo più vicino, per eccesso (<mode>): <kind>",
			TitleEN: "Minutes to the second nearest place, rounded up (<mode>): <kind>"},
		Field{Name: "state_<kind>", Type: Text, TitleIT: "Come si raggiunge: <kind>", TitleEN: "How it is reached: <kind>",
			Values: []string{"ok", "walk_only", "unreachable", "unknown", "empty"}},
		Field{Name: "gap_<kind>", Type: Real, Unit: Share, TitleIT: "Quota dei residenti in un'area montana non servita (0–1): <kind>",
			TitleEN: "Share of residents in an underserved mountain area (0–1): <kind>"})...)
	c.Fields = append(c.Fields, forKinds(kinds, areaKind,
		Field{Name: "served_<kind>", Type: Text, TitleIT: "In un'area servita: <kind>", TitleEN: "Inside a service area: <kind>",
			Values: []string{"yes", "no", "unknown", "empty"}})...)
	return c
}
