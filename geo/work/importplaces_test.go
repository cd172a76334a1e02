package work_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/text/encoding/charmap"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/ingest"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// imported imports the text of a file of places.
func imported(t testing.TB, s *postgis.Store, file, text string, change ...func(*work.PlaceImport)) (work.PlaceOutcome, error) {
	t.Helper()
	im := work.PlaceImport{
		Options: ingest.Options{File: file, Limits: ingest.CLILimits()},
		Source:  geo.Source{Name: "prova", Licence: "CC BY 4.0", RetrievedOn: "2026-07-01"},
		Batch:   geotest.Batch(t, "places"), NewID: uuid.NewV7,
	}
	for _, f := range change {
		f(&im)
	}
	return work.ImportPlaces(t.Context(), s, strings.NewReader(text), im)
}

// mustImport expects these changes.
func mustImport(t testing.TB, s *postgis.Store, file, text string, want geo.PlaceChanges) work.PlaceOutcome {
	t.Helper()
	out, err := imported(t, s, file, text)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if out.Changes != want {
		t.Errorf("%s: %+v, expected %+v", file, out.Changes, want)
	}
	return out
}

const threePlaces = `kind,name,address,locality,comune,lat,lon,operating_status,note
portineria,Portineria di prova,Via Roma 1,,Ceres,45.3131,7.3900,active,una nota
partner,Circolo di prova,,,Ala di Stura,,,active,
partner,Senza comune,,,,,,active,nessuno sa dove
`

// A dry run says what would happen and changes nothing, not even a version.
func TestDryRunChangesNothing(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	before := fingerprint(t, s)
	out, err := imported(t, s, "luoghi.csv", threePlaces, func(im *work.PlaceImport) { im.DryRun = true })
	if err != nil {
		t.Fatal(err)
	}
	if out.Changes != (geo.PlaceChanges{New: 3}) || len(out.Unlocated) != 1 || out.Unlocated[0].Line != 4 {
		t.Errorf("%+v, without a position: %+v", out.Changes, out.Unlocated)
	}
	unchanged(t, before, fingerprint(t, s))
}

// The same file a second time makes no new version and leaves no batch behind;
// an edit of one row changes one, and its batch holds that one only.
func TestImportTwiceThenEdit(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]struct{ file, text, old, new string }{
		"CSV": {"luoghi.csv", threePlaces, "una nota", "un'altra nota"},
		"GeoJSON": {"luoghi.geojson", `{"type":"FeatureCollection","features":[
			{"type":"Feature","geometry":{"type":"Point","coordinates":[7.39,45.3131]},"properties":{"tipo":"Portineria di comunità","nome":"Portineria di prova","comune":"Ceres"}},
			{"type":"Feature","geometry":null,"properties":{"kind":"partner","name":"Circolo di prova","istat_code":"001003"}},
			{"type":"Feature","geometry":null,"properties":{"kind":"partner","name":"Senza comune"}}]}`, "[7.39,45.3131]", "[7.3901,45.3131]"},
	} {
		t.Run(name, func(t *testing.T) {
			s := geotest.Store(t)
			conn := geotest.Login(t, s)
			mustImport(t, s, f.file, f.text, geo.PlaceChanges{New: 3})
			before := fingerprint(t, s)
			out := mustImport(t, s, f.file, f.text, geo.PlaceChanges{Same: 3})
			if len(out.Unlocated) != 1 {
				t.Errorf("without a position: %+v", out.Unlocated)
			}
			unchanged(t, before, fingerprint(t, s))

			mustImport(t, s, f.file, strings.Replace(f.text, f.old, f.new, 1), geo.PlaceChanges{Changed: 1, Same: 2})
			if got := changedTables(before, fingerprint(t, s)); !slices.Equal(got, []string{"batch", "entry", "input_version", "place", "place_change", "revision", "transition"}) {
				t.Errorf("an edit changed %v", got)
			}
			if n := one[int](t, conn, `SELECT count(*)::int FROM atlante.place WHERE batch = (SELECT id FROM atlante.batch ORDER BY id DESC LIMIT 1)`); n != 1 {
				t.Errorf("the batch of the edit holds %d places", n)
			}
		})
	}
}

// Files as spreadsheets write them: semicolons, Windows-1252, Italian headers,
// decimal commas; names of comuni without accents or case.
func TestItalianSpreadsheet(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	text, err := charmap.Windows1252.NewEncoder().String("Tipologia;Denominazione;Indirizzo;Comune;Latitudine;Longitudine;Stato;Fonte\r\n" +
		"Portineria di comunità;Caffè dell’Università;Via Agliè 3;AGLIE;45,3671;7,7669;attiva;Unione montana – elenco 2026\r\n")
	if err != nil {
		t.Fatal(err)
	}
	out := mustImport(t, s, "luoghi.csv", text, geo.PlaceChanges{New: 1})
	if out.Report.Encoding != "Windows-1252" || out.Report.Delimiter != ';' {
		t.Errorf("read as %s with %q", out.Report.Encoding, out.Report.Delimiter)
	}
	p := placesOf(t, s, geo.PlaceFilter{Comune: "001001"})
	if len(p) != 1 || p[0].Name != "Caffè dell’Università" || p[0].Position == nil || p[0].Position.Lat() != 45.3671 ||
		p[0].Precision != geo.PrecisionExact || p[0].Source.Name != "Unione montana – elenco 2026" || p[0].Kind != "portineria" {
		t.Errorf("%+v", p)
	}
	// The same in UTF-8 with commas is the same place.
	mustImport(t, s, "luoghi.csv", "kind,name,address,comune,lat,lon,status,source\nportineria,Caffè dell’Università,Via Agliè 3,Agliè,45.3671,7.7669,active,Unione montana – elenco 2026\n",
		geo.PlaceChanges{Same: 1})
}

// Names and codes that a merger ended lead to today's comune, and it is said.
func TestSuppressedComuni(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	out := mustImport(t, s, "luoghi.csv", "kind,name,comune,service_area\npartner,Pro Loco,Meugliano,\ncer,CER di prova,001138,Alice Superiore; Pecco; Ivrea\n",
		geo.PlaceChanges{New: 2})
	var said []string
	for _, n := range out.Report.Notices {
		said = append(said, fmt.Sprintf("%d %s", n.Line, n.Text))
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"2 Meugliano", "Valchiusa", "3 Lugnacco", "3 Alice Superiore", "3 Pecco", "Val di Chy"} {
		if !strings.Contains(all, want) {
			t.Errorf("no notice about %q in %q", want, said)
		}
	}
	if p := placesOf(t, s, geo.PlaceFilter{Comune: "001318"}); len(p) != 1 || p[0].Name != "Pro Loco" || p[0].Position == nil {
		t.Errorf("in Valchiusa: %+v", p)
	}
	p := placesOf(t, s, geo.PlaceFilter{Comune: "001317"})
	if len(p) != 1 || !slices.Equal(p[0].ServiceArea, []geo.ComuneID{"001125", "001317"}) {
		t.Errorf("in Val di Chy: %+v", p)
	}
	if n := one[int](t, geotest.Login(t, s), `SELECT cardinality(notices) FROM atlante.batch ORDER BY id DESC LIMIT 1`); n != len(said) {
		t.Errorf("the batch keeps %d of %d notices", n, len(said))
	}
}

// Service areas are lists of comuni or whole zones, and decide who is served.
func TestServiceAreas(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	mustImport(t, s, "cer.csv", "kind,name,comune,comuni serviti,may_reach\ncer,CER della zona 9,Ivrea,zona 9,\n"+
		"cer,CER di due comuni,Susa,\"Susa; 001022\",zone:6\n", geo.PlaceChanges{New: 2})
	byName := map[string]geo.Place{}
	for _, p := range placesOf(t, s, geo.PlaceFilter{Kinds: []geo.KindID{"cer"}}) {
		byName[p.Name] = p
	}
	if n := len(byName["CER della zona 9"].ServiceArea); n != 54 {
		t.Errorf("zone 9 has 54 comuni, the service area %d", n)
	}
	p := byName["CER di due comuni"]
	if !slices.Equal(p.ServiceArea, []geo.ComuneID{"001022", "001270"}) || len(p.MayReach) != 40 {
		t.Errorf("serves %v, may reach %d", p.ServiceArea, len(p.MayReach))
	}
}

// A position that comes without a comune gets the one it lies in, so that the
// place counts; one outside the territory is refused, and one in another comune
// than the row names is told.
func TestPositionsLieInTheirComune(t *testing.T) {
	t.Parallel()
	s := geotest.Real(t)
	const text = `{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":{"type":"Point","coordinates":[7.30591,45.31515]},"properties":{"kind":"portineria","name":"Senza comune"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[7.30591,45.31515]},"properties":{"kind":"portineria","name":"Altrove","comune":"Torino"}}]}`
	out := mustImport(t, s, "punti.geojson", text, geo.PlaceChanges{New: 2})
	if n := out.Report.Notices; len(n) != 1 || n[0].Line != 2 || !strings.Contains(n[0].Text, "001003") {
		t.Errorf("notices: %+v", n)
	}
	comune := map[string]geo.ComuneID{}
	for _, p := range placesOf(t, s, geo.PlaceFilter{Kinds: []geo.KindID{"portineria"}}) {
		comune[p.Name] = p.Comune
	}
	if comune["Senza comune"] != "001003" || comune["Altrove"] != "001272" {
		t.Errorf("comuni: %v", comune)
	}
	mustImport(t, s, "punti.geojson", text, geo.PlaceChanges{Same: 2})

	before := fingerprint(t, s, cellTables...)
	out, err := imported(t, s, "asti.csv", "tipo,nome,latitudine,lon\npartner,Dentro,45.31515,7.30591\npartner,Ad Asti,44.9008,8.2064\n")
	if r := out.Report.Rejects; !errors.Is(err, geo.ErrInvalid) || len(r) != 1 || r[0].Line != 3 || r[0].Column != "latitudine" || r[0].Value != "44.9008, 8.2064" {
		t.Errorf("%v %+v", err, r)
	}
	unchanged(t, before, fingerprint(t, s, cellTables...))
}
