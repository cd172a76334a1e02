package work_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/geotest"
	"atlante/geo/ingest"
	"atlante/geo/ingest/osm"
	"atlante/geo/postgis"
	"atlante/geo/road"
	"atlante/geo/work"
)

func importAddress(t testing.TB, s *postgis.Store, name, address, comune string) {
	t.Helper()
	file := strings.NewReader("kind,name,address,comune\npartner," + name + "," + address + "," + comune + "\n")
	_, err := work.ImportPlaces(t.Context(), s, file, work.PlaceImport{Options: ingest.Options{File: "luoghi.csv"},
		Source: geo.Source{Name: "prova", Licence: "CC0"}, Batch: geotest.Batch(t, "places"), NewID: uuid.NewV7})
	if err != nil {
		t.Fatal(err)
	}
}

func placed(t testing.TB, s *postgis.Store, name string) geo.Place {
	t.Helper()
	list, _, err := s.Places(t.Context(), geo.PlaceFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no place %s among %d", name, len(list))
	return geo.Place{}
}

// Streets and house numbers of the file find addresses: those of places that are
// there already, and those that are asked for, with the mark of their licence.
func TestNamesOfTheRoadsFile(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	importAddress(t, s, "Circolo", "Via Prova 2 n. 3", "Vaduz")
	if p := placed(t, s, "Circolo"); p.Precision != geo.PrecisionComune {
		t.Fatalf("before: %+v", p)
	}
	out := mustImportRoads(t, s, liechtensteinTown(t))
	if out.Places.Changed != 1 {
		t.Errorf("places: %+v", out.Places)
	}
	p := placed(t, s, "Circolo")
	var vaduz geo.Comune
	for _, c := range geotest.LiechtensteinComuni() {
		if c.Name == "Vaduz" {
			vaduz = c
		}
	}
	// The third crossing of the third street of the grid.
	want := orb.Point{vaduz.Seat[0] - 0.002 + 2*0.00129, vaduz.Seat[1] - 0.002 + 2*0.0009}
	if p.Precision != geo.PrecisionHouseNumber || p.RadiusM != 30 || !near(*p.Position, want) || !strings.Contains(p.PositionSource, "ODbL") || !strings.Contains(p.PositionSource, "paesi.osm.pbf") {
		t.Errorf("%s at %v within %d m, %q; expected %v", p.Precision, p.Position, p.RadiusM, p.PositionSource, want)
	}
	a := geocode(t, s, "via prova 2 balzers")
	if a.Precision != geo.PrecisionStreet || a.ComuneName != "Balzers" || a.StreetConfirmed {
		t.Errorf("%+v", a)
	}
	if a := geocode(t, s, "ca nuova di triesenberg"); a.Precision != geo.PrecisionLocality || a.ComuneName != "Triesenberg" {
		t.Errorf("%+v", a)
	}
}

func near(a, b orb.Point) bool { return max(a[0]-b[0], b[0]-a[0], a[1]-b[1], b[1]-a[1]) < 1e-6 }

func geocode(t testing.TB, s *postgis.Store, q string) gazetteer.Answer {
	t.Helper()
	found, err := s.Geocode(t.Context(), q, 3)
	if err != nil || len(found) == 0 {
		t.Fatalf("%q: %v, %v", q, found, err)
	}
	return found[0]
}

// Streets belong to the comune that holds them: by the boundaries of today, also
// when these come after the file.
func TestNamesFollowTheBoundaries(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	mustImportRoads(t, s, liechtensteinTown(t))
	conn := geotest.Login(t, s)
	wrong := func() int {
		return one[int](t, conn, `SELECT count(*)::int FROM
			(SELECT comune, position FROM atlante.osm_house UNION ALL SELECT comune, position FROM atlante.osm_hamlet
			 UNION ALL SELECT comune, position FROM atlante.osm_street) AS o
			WHERE o.comune IS DISTINCT FROM (SELECT min(b.comune) FROM atlante.boundary b WHERE ST_Covers(b.geom, o.position))`)
	}
	if n := wrong(); n != 0 {
		t.Fatalf("%d names in another comune", n)
	}
	inVaduz := `SELECT count(*)::int FROM atlante.osm_house WHERE comune = '900010'`
	if n := one[int](t, conn, inVaduz); n != 25 {
		t.Fatalf("%d house numbers in Vaduz", n)
	}
	// Vaduz and Planken swap their outlines.
	if _, err := conn.Exec(t.Context(), `UPDATE atlante.boundary b SET geom = o.geom, geom_3857 = o.geom_3857 FROM atlante.boundary o
		WHERE (b.comune, o.comune) IN (('900010', '900004'), ('900004', '900010'))`); err != nil {
		t.Fatal(err)
	}
	if n := wrong(); n != 0 {
		t.Errorf("%d names in another comune after the boundaries changed", n)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.osm_house WHERE comune = '900004'`); n != 25 {
		t.Errorf("%d house numbers in the comune that has Vaduz's outline", n)
	}
}

// A network that a program made up serves travel times and says so; its streets
// are nobody's, and those of the file before stay.
func TestSyntheticRoadsGiveNoNames(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	mustImportRoads(t, s, liechtensteinTown(t))
	made := towns(t)
	made.Writer = osm.SyntheticWriter + " prova"
	for i := range made.Nodes {
		if made.Nodes[i].Tags["addr:street"] != "" {
			made.Nodes[i].Tags = map[string]string{"addr:street": "Via Inventata", "addr:housenumber": "1"}
		}
	}
	out := mustImportRoads(t, s, roadFile{"rete.osm.pbf", made.Bytes(), road.DefaultProfile()})
	if !out.Version.Synthetic || out.Version.Source.Name == "OpenStreetMap" || out.Version.DataDate != "" {
		t.Errorf("%+v", out.Version)
	}
	v, err := s.ActiveGraph(t.Context())
	if err != nil || !v.Synthetic || v.ID != out.Version.ID {
		t.Errorf("%+v, %v", v, err)
	}
	conn := geotest.Login(t, s)
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.osm_house WHERE street = 'Via Inventata'`); n != 0 {
		t.Errorf("%d houses of streets that were made up", n)
	}
	if file := one[string](t, conn, `SELECT file FROM atlante.osm_file`); file != "paesi.osm.pbf" {
		t.Errorf("names of %s", file)
	}
}
