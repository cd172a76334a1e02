package geotest

import (
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/ingest/facts"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// LiechtensteinFile is the name of the real Alpine extract among the shared data.
const LiechtensteinFile = "liechtenstein.osm.pbf"

// liechtenstein are its eleven comuni: seats at the churches of the villages, in
// the Rhine valley and above it; residents and areas of the Amt für Statistik,
// 2018, rounded. Codes are made up: no Italian one begins with 9.
var liechtenstein = []struct {
	name      string
	lon, lat  float64
	residents int
	km2       float64
	altitude  int
}{
	{"Balzers", 9.5021, 47.0664, 4600, 19.7, 472}, {"Eschen", 9.5215, 47.2101, 4400, 10.4, 453},
	{"Gamprin", 9.5103, 47.2191, 1700, 6.2, 472}, {"Mauren", 9.5432, 47.2178, 4300, 7.5, 472},
	{"Planken", 9.5452, 47.1859, 450, 5.3, 786}, {"Ruggell", 9.5263, 47.2398, 2300, 7.4, 433},
	{"Schaan", 9.5103, 47.1663, 6000, 26.9, 450}, {"Schellenberg", 9.5458, 47.2312, 1100, 3.6, 626},
	{"Triesen", 9.5275, 47.1070, 5200, 26.5, 512}, {"Triesenberg", 9.5434, 47.1186, 2600, 29.7, 884},
	{"Vaduz", 9.5215, 47.1392, 5600, 17.3, 455},
}

// Liechtenstein gives a store over an empty territory of its eleven comuni, with
// approximate boundaries, two zones, the kinds and no place.
func Liechtenstein(t testing.TB) *postgis.Store {
	t.Helper()
	s := Empty(t)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	source := geo.Source{Name: "test", Licence: "CC0"}
	must(s.SaveZones(ctx, []geo.Zone{{ID: 1, Name: "Unterland"}, {ID: 2, Name: "Oberland"}}, source))
	must(s.SaveComuni(ctx, LiechtensteinComuni(), source))
	kinds, err := facts.Kinds()
	must(err)
	must(s.SaveKinds(ctx, kinds))
	boundaries, err := s.ApproximateBoundaries(ctx)
	must(err)
	must(s.Atomically(ctx, func(s *postgis.Store) error {
		if err := s.ReplaceBoundaries(ctx, boundaries); err != nil {
			return err
		}
		return work.RebuildGrid(ctx, s, cover.DefaultParameters(), func(int, int) {})
	}))
	return s
}

// LiechtensteinComuni are the comuni of that territory, by code.
func LiechtensteinComuni() []geo.Comune {
	var out []geo.Comune
	for i, v := range liechtenstein {
		id := geo.ComuneID("9000" + string(rune('0'+i/10)) + string(rune('0'+i%10)))
		c := geo.Comune{ID: id, Name: v.name, CadastralCode: "Z9" + string(id[4:]), Zone: 2, ZoneSource: "test", Residents: v.residents,
			AreaKm2: v.km2, AltitudeM: v.altitude, AltimetricZone: geo.AltimetricHill, MountainClass: "NM", SNAI: "C",
			PoleMinutes: 15, Pole: "Feldkirch", Seat: orb.Point{v.lon, v.lat}}
		if v.lat > 47.2 {
			c.Zone = 1
		}
		if v.altitude > 600 {
			c.AltimetricZone, c.MountainClass = geo.AltimetricMountain, "T"
		}
		out = append(out, c)
	}
	return out
}
