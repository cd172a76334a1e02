package work_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// case del quartiere of the network's own list.
var houses = []string{"+SpazioQuattro (Più SpazioQuattro)", "Bagni Pubblici di via Agliè", "Barrito",
	"Casa del Quartiere di San Salvario", "Casa di Quartiere Vallette", "Casa nel Parco", "Cascina Roccafranca", "Cecchi Point"}

var concierges = []string{"Borgo San Paolo", "I giardini sulla Dora", "Lo Spaccio di Cultura - Porta Palazzo"}

var hillComuni = []string{"Andezeno", "Arignano", "Baldissero Torinese", "Cambiano", "Carignano", "Chieri", "Marentino",
	"Moriondo Torinese", "Pecetto Torinese", "Pino Torinese", "Poirino", "Pralormo", "Riva presso Chieri", "Santena", "Trofarello", "Villastellone"}

// The places of the starting set are where they belong, at the best precision
// that is known without street maps.
func TestStartingPlaces(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(testing.TB) *postgis.Store{"approximate": geotest.Store, "real": geotest.Real} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			expectNames(t, placesOf(t, s, geo.PlaceFilter{Kinds: []geo.KindID{"casa_del_quartiere"}}), houses)
			expectNames(t, placesOf(t, s, geo.PlaceFilter{Kinds: []geo.KindID{"portineria"}, Status: []geo.OperatingStatus{geo.StatusActive}}), concierges)
			for _, p := range placesOf(t, s, geo.PlaceFilter{}) {
				checkPosition(t, p)
			}
			conn := geotest.Login(t, s)
			// Approximate boundaries cut through Torino: only the real ones can tell.
			if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.place p LEFT JOIN atlante.boundary b ON b.comune = p.comune
				WHERE p.position IS NOT NULL AND NOT coalesce(b.approximate OR ST_Covers(b.geom, p.position), false)`); n > 0 {
				t.Errorf("%d places stand outside their own comune", n)
			}
			if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.place WHERE ST_DWithin(position, ST_SetSRID(ST_MakePoint(0, 0), 4326), 5)`); n > 0 {
				t.Errorf("%d places near 0,0", n)
			}
		})
	}
}

// checkPosition looks at one place of the starting set: coordinates where the
// source gives them, else the point of the quartiere, else that of the comune.
func checkPosition(t *testing.T, p geo.Place) {
	t.Helper()
	want := geo.PrecisionComune
	switch {
	case p.Comune == "":
		want = geo.PrecisionNone
	case p.Name == "Casa del Quartiere di San Salvario", p.Name == "Cascina Roccafranca":
		want = geo.PrecisionExact
	case p.Locality != "":
		want = geo.PrecisionLocality
	}
	if p.Precision != want {
		t.Errorf("%s (%s, %s): precision %s, expected %s", p.Name, p.Locality, p.ComuneName, p.Precision, want)
	}
	if (p.Position == nil) != (want == geo.PrecisionNone) {
		t.Errorf("%s: position %v with precision %s", p.Name, p.Position, want)
	}
	if approximate := want == geo.PrecisionLocality || want == geo.PrecisionComune; approximate && p.RadiusM < 500 {
		t.Errorf("%s: radius %d m at precision %s", p.Name, p.RadiusM, want)
	}
	if p.Source.Name == "" || p.Source.Licence == "" {
		t.Errorf("%s: source %+v", p.Name, p.Source)
	}
}

func placesOf(t testing.TB, s *postgis.Store, f geo.PlaceFilter) []geo.Place {
	t.Helper()
	places, next, err := s.Places(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if next != "" {
		t.Fatal("a list without a limit has a next page")
	}
	return places
}

func expectNames(t *testing.T, places []geo.Place, want []string) {
	t.Helper()
	var got []string
	for _, p := range places {
		got = append(got, p.Name)
	}
	slices.Sort(got)
	if want = slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
		t.Errorf("places: %q, expected %q", got, want)
	}
}

// Places without a comune are kept, and listed as work to do.
func TestUnlocatedAreListed(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	expectNames(t, placesOf(t, s, geo.PlaceFilter{Unlocated: true}), []string{"Fondazione CERS FERVORES", "GAL Valli del Canavese"})
	for _, p := range placesOf(t, s, geo.PlaceFilter{Unlocated: true}) {
		if p.Position != nil || p.Precision != geo.PrecisionNone || p.Comune != "" {
			t.Errorf("%s: %+v", p.Name, p)
		}
	}
}

// The CER of the hills serves its 16 comuni and nobody else; those that may be
// reached by another are unknown, neither served nor not served.
func TestCERServesItsComuni(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	names := map[geo.ComuneID]string{}
	zone := map[geo.ComuneID]geo.ZoneID{}
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range comuni {
		names[c.ID], zone[c.ID] = c.Name, c.Zone
	}
	var served []string
	for _, p := range placesOf(t, s, geo.PlaceFilter{Kinds: []geo.KindID{"cer"}, Q: "Oltre Collina"}) {
		for _, id := range p.ServiceArea {
			served = append(served, names[id])
		}
	}
	if slices.Sort(served); !slices.Equal(served, hillComuni) {
		t.Errorf("service area %q", served)
	}
	figures, err := s.Figures(t.Context(), cover.FigureFilter{Kinds: []geo.KindID{"cer"}, Area: cover.AreaComune})
	if err != nil || len(figures) != 312 {
		t.Fatal(len(figures), err)
	}
	for _, f := range figures {
		id := geo.ComuneID(f.Area.ID)
		n, _ := f.At(0)
		want := cover.Count{Beyond: f.Residents}
		if slices.Contains(hillComuni, names[id]) {
			want = cover.Count{Within: f.Residents}
		} else if zone[id] == 8 {
			want = cover.Count{Unknown: f.Residents}
		}
		if n != want {
			t.Errorf("%s: %+v, expected %+v", names[id], n, want)
		}
	}
}

// The bodies that took part in the Plan are organizations: in no list of places,
// in no figure.
func TestParticipantsAreOrganizations(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	conn := geotest.Login(t, s)
	participants, err := facts.Participants()
	if err != nil {
		t.Fatal(err)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.organization WHERE relation <> ''`); n != len(participants) || n < 125 {
		t.Errorf("%d organizations of %d participants", n, len(participants))
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.place`); n != 31 {
		t.Errorf("%d places, the starting set has 31", n)
	}
	if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.publication_place p WHERE NOT EXISTS
		(SELECT FROM atlante.place q WHERE q.id = p.place)`); n != 0 {
		t.Errorf("%d published places are no places", n)
	}
	f, err := s.Figures(t.Context(), cover.FigureFilter{Kinds: []geo.KindID{"partner"}, Area: cover.AreaTerritory, Territory: geo.TerritoryAll})
	if err != nil || len(f) != 1 || f[0].Places != 8 { // nine partners, one without a position
		t.Errorf("partners that count: %+v, %v", f, err)
	}
}

// With the official street names all eleven addresses of Torino are confirmed;
// importing them moves no place and publishes nothing that was not stale.
func TestStreetsAreConfirmed(t *testing.T) {
	t.Parallel()
	file := geotest.SharedData(t, "anncsu_street_names.csv")
	s := geotest.Store(t)
	torino := func() (addresses, confirmed int) {
		for _, p := range placesOf(t, s, geo.PlaceFilter{Comune: "001272"}) {
			if p.Address != "" {
				addresses++
			}
			if p.Address != "" && p.StreetConfirmed {
				confirmed++
			}
		}
		return addresses, confirmed
	}
	if n, ok := torino(); n != 11 || ok != 0 {
		t.Fatalf("before: %d addresses, %d confirmed", n, ok)
	}
	before := places(t, s)
	if n, changes := importStreets(t, s, file); n < 28_000 || changes.Changed < 11 || changes.New != 0 {
		t.Errorf("%d streets, %+v", n, changes)
	}
	if n, ok := torino(); n != 11 || ok != 11 {
		t.Errorf("after: %d addresses, %d confirmed", n, ok)
	}
	for id, p := range places(t, s) {
		if was := before[id]; (p.Position == nil) != (was.Position == nil) || p.Position != nil && *p.Position != *was.Position || p.Precision != was.Precision {
			t.Errorf("%s moved from %v (%s) to %v (%s)", p.Name, was.Position, was.Precision, p.Position, p.Precision)
		}
	}
	again := fingerprint(t, s, "input_version", "place_change")
	if _, changes := importStreets(t, s, file); changes.Changed+changes.New != 0 {
		t.Errorf("the second time: %+v", changes)
	}
	unchanged(t, again, fingerprint(t, s, "input_version", "place_change"))
}

func places(t testing.TB, s *postgis.Store) map[geo.PlaceID]geo.Place {
	t.Helper()
	out := map[geo.PlaceID]geo.Place{}
	for _, p := range placesOf(t, s, geo.PlaceFilter{}) {
		out[p.ID] = p
	}
	return out
}

func importStreets(t testing.TB, s *postgis.Store, file string) (int64, geo.PlaceChanges) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, changes, report, err := work.ImportStreets(t.Context(), s, f,
		ingest.Options{File: filepath.Base(file), Limits: ingest.CLILimits()}, geotest.Batch(t, "addresses"))
	if err != nil || report.Rejected > 0 {
		t.Fatal(err, report.Rejects)
	}
	return n, changes
}

// Without the real file: a street that exists is confirmed, one that does not is
// not, and a file with a comune that nobody knows changes nothing.
func TestStreetsOfOneComune(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	before := fingerprint(t, s)
	read := func(text string) (*ingest.Report, error) {
		_, _, report, err := work.ImportStreets(t.Context(), s, strings.NewReader(text), ingest.Options{File: "vie.csv"}, geotest.Batch(t, "addresses"))
		return report, err
	}
	const head = "istat_code,comune,dug,duf\r\n"
	report, err := read(head + "001272,Torino,VIA,TEPICE\r\n001999,Nessuno,VIA,ROMA\r\n")
	if err == nil || report.Rejected != 1 || report.Rejects[0].Line != 3 {
		t.Fatalf("%v %+v", err, report)
	}
	unchanged(t, before, fingerprint(t, s))
	if _, err := read(head + "001272,Torino,VIA,TEPICE\r\n"); err != nil {
		t.Fatal(err)
	}
	for _, p := range placesOf(t, s, geo.PlaceFilter{Comune: "001272"}) {
		if want := p.Name == "Barrito"; p.StreetConfirmed != want {
			t.Errorf("%s, %s: confirmed %v", p.Name, p.Address, p.StreetConfirmed)
		}
	}
}
