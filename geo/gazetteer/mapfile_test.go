package gazetteer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

const mapSource = "© OpenStreetMap contributors, ODbL 1.0 (prova.osm.pbf)"

// onMap is a gazetteer of two comuni, three official streets and a map file.
func onMap(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	ceres, susa := geo.ComuneID("001072"), geo.ComuneID("001270")
	g, err := gazetteer.New(gazetteer.Facts{
		Comuni: []geo.Comune{
			{ID: ceres, Name: "Ceres", AreaKm2: 28.05, Residents: 1000, Seat: orb.Point{7.388, 45.313}},
			{ID: susa, Name: "Susa", AreaKm2: 11.3, Residents: 6000, Seat: orb.Point{7.045, 45.137}},
		},
		Localities: []gazetteer.Locality{{Name: "Borgo Nuovo", Comune: susa, Point: orb.Point{7.05, 45.14}, RadiusM: 400, Source: "prova"}},
		Streets: slices.Values([]gazetteer.Street{{Comune: susa, Type: "VIA", Name: "ROMA"}, {Comune: susa, Type: "CORSO", Name: "INGLESE"},
			{Comune: ceres, Type: "VIA", Name: "ROMA"}}),
		Map: gazetteer.MapFile{File: "prova.osm.pbf", Source: geo.Source{Name: mapSource, Licence: "ODbL 1.0"},
			Streets: []gazetteer.Piece{
				{Comune: susa, Name: "Via Roma", Point: orb.Point{7.0460, 45.1380}, ReachM: 100},
				{Comune: susa, Name: "Via Roma", Point: orb.Point{7.0480, 45.1380}, ReachM: 60},
				{Comune: susa, Name: "Via Roma", Point: orb.Point{7.0500, 45.1380}, ReachM: 100},
				{Comune: susa, Name: "Strada Provinciale 24", Point: orb.Point{7.00, 45.137}, ReachM: 5000},
				{Comune: susa, Name: "Via 20 Settembre", Point: orb.Point{7.047, 45.1365}, ReachM: 50},
				{Comune: "", Name: "Via Altrove", Point: orb.Point{9, 45}, ReachM: 50},
			},
			Houses: []gazetteer.House{
				{Comune: susa, Street: "Via Roma", Number: "5", Point: orb.Point{7.0465, 45.1381}},
				{Comune: susa, Street: "Via Roma", Number: "19/A", Point: orb.Point{7.0490, 45.1381}},
				{Comune: susa, Street: "Via Roma", Number: "30;32", Point: orb.Point{7.0495, 45.1381}},
				{Comune: susa, Street: "Via 20 Settembre", Number: "20", Point: orb.Point{7.0471, 45.1366}},
				{Comune: ceres, Street: "Voragno", Number: "2", Point: orb.Point{7.401, 45.301}},
				{Comune: ceres, Street: "Voragno", Number: "4", Point: orb.Point{7.402, 45.301}},
			},
			Hamlets: []gazetteer.Hamlet{
				{Comune: ceres, Name: "Bracchiello", Class: "hamlet", Point: orb.Point{7.395, 45.32}},
				{Comune: susa, Name: "Borgo Nuovo", Class: "suburb", Point: orb.Point{7, 45}},
				{Comune: susa, Name: "Susa", Class: "town", Point: orb.Point{7.04, 45.13}},
				{Comune: ceres, Name: "Cascina Vecchia", Class: "farm", Point: orb.Point{7.39, 45.31}},
				{Comune: ceres, Name: "Cascina Vecchia", Class: "farm", Point: orb.Point{7.42, 45.33}},
			}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// An address is as well placed as the map knows it, and says by what.
func TestLocateOnTheMap(t *testing.T) {
	g := onMap(t)
	for _, c := range []struct {
		q         gazetteer.Query
		precision geo.Precision
		at        orb.Point
		radius    int
	}{
		{gazetteer.Query{Address: "Via Roma 5", Comune: "Susa"}, geo.PrecisionHouseNumber, orb.Point{7.0465, 45.1381}, 30},
		{gazetteer.Query{Address: "via roma, 19 a, 10059 Susa (TO)", Comune: "Susa"}, geo.PrecisionHouseNumber, orb.Point{7.0490, 45.1381}, 30},
		{gazetteer.Query{Address: "Via Roma n. 32", Comune: "Susa"}, geo.PrecisionHouseNumber, orb.Point{7.0495, 45.1381}, 30},
		{gazetteer.Query{Address: "Via XX Settembre 20", Comune: "Susa"}, geo.PrecisionHouseNumber, orb.Point{7.0471, 45.1366}, 30},
		{gazetteer.Query{Address: "Via Roma 7", Comune: "Susa"}, geo.PrecisionStreet, orb.Point{7.0480, 45.1380}, 260},
		{gazetteer.Query{Address: "Via Roma", Comune: "Susa"}, geo.PrecisionStreet, orb.Point{7.0480, 45.1380}, 260},
		{gazetteer.Query{Address: "Via XX Settembre", Comune: "Susa"}, geo.PrecisionStreet, orb.Point{7.047, 45.1365}, 50},
		{gazetteer.Query{Address: "SP 24", Comune: "Susa"}, geo.PrecisionComune, orb.Point{7.045, 45.137}, 1900}, // as wide as the comune
		{gazetteer.Query{Address: "Corso Inglese 3", Comune: "Susa"}, geo.PrecisionComune, orb.Point{7.045, 45.137}, 1900},
		{gazetteer.Query{Address: "Corso Inglese 3", Locality: "Borgo Nuovo", Comune: "Susa"}, geo.PrecisionLocality, orb.Point{7.05, 45.14}, 400},
		{gazetteer.Query{Address: "Via Roma 1", Locality: "Borgo Nuovo", Comune: "Susa"}, geo.PrecisionStreet, orb.Point{7.0480, 45.1380}, 260},
		{gazetteer.Query{Address: "Via Roma 5", Comune: "Ceres"}, geo.PrecisionComune, orb.Point{7.388, 45.313}, 3000}, // Susa's street is not Ceres's
		{gazetteer.Query{Address: "Frazione Voragno 2", Comune: "Ceres"}, geo.PrecisionHouseNumber, orb.Point{7.401, 45.301}, 30},
		{gazetteer.Query{Address: "n. 4", Locality: "Voragno", Comune: "Ceres"}, geo.PrecisionHouseNumber, orb.Point{7.402, 45.301}, 30},
		{gazetteer.Query{Address: "Frazione Bracchiello 7", Comune: "Ceres"}, geo.PrecisionLocality, orb.Point{7.395, 45.32}, 300},
		{gazetteer.Query{Locality: "Bracchiello", Comune: "Ceres"}, geo.PrecisionLocality, orb.Point{7.395, 45.32}, 300},
		{gazetteer.Query{Locality: "Cascina Vecchia", Comune: "Ceres"}, geo.PrecisionComune, orb.Point{7.388, 45.313}, 3000}, // there are two
		{gazetteer.Query{Address: "Via Altrove 1", Comune: "Susa"}, geo.PrecisionComune, orb.Point{7.045, 45.137}, 1900},
	} {
		a, ok := g.Locate(c.q)
		if !ok || a.Precision != c.precision || a.Point != c.at || a.RadiusM != c.radius {
			t.Errorf("%+v: %s at %v within %d m; expected %s at %v within %d", c.q, a.Precision, a.Point, a.RadiusM, c.precision, c.at, c.radius)
		}
		onMap := c.precision == geo.PrecisionHouseNumber || c.precision == geo.PrecisionStreet || strings.Contains(c.q.Address+c.q.Locality, "Bracchiello")
		if (a.Source == mapSource) != onMap {
			t.Errorf("%+v: source %q", c.q, a.Source)
		}
		if a.StreetConfirmed != strings.Contains(strings.ToLower(c.q.Address), "via roma") && !strings.Contains(c.q.Address, "Inglese") {
			t.Errorf("%+v: confirmed %v: only official names confirm", c.q, a.StreetConfirmed)
		}
	}
}

// A place without coordinates gets those of the map, with their mark; given ones
// stay.
func TestPlaceOnTheMapKeepsTheMark(t *testing.T) {
	g := onMap(t)
	p, _ := g.Place(geo.Place{Address: "Via Roma 5", Comune: "001270"})
	if p.Position == nil || p.Precision != geo.PrecisionHouseNumber || !strings.Contains(p.PositionSource, "ODbL") {
		t.Errorf("%+v", p)
	}
	p, _ = g.Place(geo.Place{Address: "Via Roma 5", Comune: "001270", Position: &orb.Point{7.1, 45.1}, Precision: geo.PrecisionExact, PositionSource: "sua"})
	if p.Position[0] != 7.1 || p.Precision != geo.PrecisionExact || p.PositionSource != "sua" {
		t.Errorf("%+v", p)
	}
}

// A search finds streets of the map, official or not, and their doors.
func TestSearchOnTheMap(t *testing.T) {
	g := onMap(t)
	for _, c := range []struct {
		q, label  string
		precision geo.Precision
		confirmed bool
	}{
		{"via roma susa", "Via Roma, Susa", geo.PrecisionStreet, true},
		{"via roma 5 susa", "Via Roma 5, Susa", geo.PrecisionHouseNumber, true},
		{"susa via roma 19/a", "Via Roma 19/a, Susa", geo.PrecisionHouseNumber, true},
		{"via roma 99 susa", "Via Roma, Susa", geo.PrecisionStreet, true},
		{"via xx settembre susa", "Via 20 Settembre, Susa", geo.PrecisionStreet, false},
		{"via 20 settembre 20", "Via 20 Settembre, Susa", geo.PrecisionStreet, false}, // 20 is its name
		{"voragno", "Voragno, Ceres", geo.PrecisionStreet, false},
		{"bracchiello", "Bracchiello, Ceres", geo.PrecisionLocality, false},
		{"via roma ceres", "Via Roma, Ceres", geo.PrecisionComune, true},
		{"corso inglese", "Corso Inglese, Susa", geo.PrecisionComune, true},
	} {
		found := g.Search(c.q, 5)
		if len(found) == 0 || found[0].Label != c.label || found[0].Precision != c.precision || found[0].StreetConfirmed != c.confirmed {
			t.Errorf("%q: %+v", c.q, found)
		}
	}
	for _, a := range g.Search("susa", 10) {
		if a.Label == "Susa, Susa" {
			t.Error("the town is listed beside its comune")
		}
	}
}
