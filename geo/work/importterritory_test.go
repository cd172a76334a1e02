package work_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/ingest"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

func importZones(t testing.TB, s *postgis.Store, text string) ([]work.Move, *ingest.Report, error) {
	t.Helper()
	return work.ImportZones(t.Context(), s, strings.NewReader(text), ingest.Options{File: "zone.csv"}, geotest.Recomputation())
}

func zoneResidents(t testing.TB, s *postgis.Store, zone string) int {
	t.Helper()
	f, err := s.Figures(t.Context(), cover.FigureFilter{Kinds: []geo.KindID{"partner"}, Area: cover.AreaZone, AreaID: zone, Territory: geo.TerritoryAll})
	if err != nil || len(f) != 1 {
		t.Fatal(f, err)
	}
	return f[0].Residents
}

// A zone import tells what moved and publishes the figures by the new zones at
// once; a refused row, or a file that says what is so, changes nothing.
func TestImportZones(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	conn := geotest.Login(t, s)
	before := fingerprint(t, s)
	_, report, err := importZones(t, s, "istat_code,zone\n001003,8\n001001,12\n")
	if !errors.Is(err, geo.ErrInvalid) || report.Rejected != 1 || report.Rejects[0].Line != 3 || report.Rejects[0].Column != "zone" || report.Rejects[0].Value != "12" {
		t.Fatalf("%v %+v", err, report)
	}
	if moves, _, err := importZones(t, s, "comune,zona\nAgliè,8\nAla di Stura,Ciriacese - Valli di Lanzo\n"); err != nil || len(moves) != 0 {
		t.Fatalf("what is so moved: %+v, %v", moves, err)
	}
	unchanged(t, before, fingerprint(t, s))

	area := one[float64](t, conn, `SELECT ST_Area(geom::geography) / 1e6 FROM atlante.zone_boundary WHERE zone = 7`)
	moves, _, err := importZones(t, s, "comune,zona\nAla di Stura,8\nAgliè,8\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(moves) != 1 || moves[0].Comune.ID != "001003" || moves[0].From != 7 || moves[0].To != 8 {
		t.Errorf("moves: %+v", moves)
	}
	p, err := s.Publication(t.Context())
	if err != nil || p.Stale || p.ID != 2 {
		t.Errorf("%+v, %v: the new zones are not published", p, err)
	}
	const ala = 463
	if a, b := zoneResidents(t, s, "7"), zoneResidents(t, s, "8"); a != official[7].residents-ala || b != official[8].residents+ala {
		t.Errorf("residents of zones 7 and 8: %d and %d", a, b)
	}
	if now := one[float64](t, conn, `SELECT ST_Area(geom::geography) / 1e6 FROM atlante.zone_boundary WHERE zone = 7`); now > area-5 {
		t.Errorf("zone 7 had %.0f km² and has %.0f", area, now)
	}
	if source := one[string](t, conn, `SELECT zone_source FROM atlante.comune WHERE id = '001003'`); !strings.Contains(source, "zone.csv") {
		t.Errorf("source of the zone: %q", source)
	}
	if f := faults(t, s); len(f) > 0 {
		t.Error(f)
	}
}

// valleyFiles writes the valleys of a store as files.
func valleyFiles(t testing.TB, s *postgis.Store) (valleys, members, passes string) {
	t.Helper()
	list, err := s.Valleys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var v, m, p strings.Builder
	v.WriteString("valley,name,parent,mouth_istat,source\n")
	for _, x := range list {
		fmt.Fprintf(&v, "%s,%q,%s,%s,prova\n", x.ID, x.Name, x.Parent, x.Mouth)
	}
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{})
	if err != nil {
		t.Fatal(err)
	}
	m.WriteString("istat_code,valley\n")
	for _, c := range comuni {
		fmt.Fprintf(&m, "%s,%s\n", c.ID, c.Valley)
	}
	all, err := s.Passes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.WriteString("from_istat,to_istat,name,open\n")
	for _, x := range all {
		fmt.Fprintf(&p, "%s,%s,%q,%s\n", x.From, x.To, x.Name, x.Open)
	}
	return v.String(), m.String(), p.String()
}

func importValleys(t testing.TB, s *postgis.Store, valleys, members, passes string) (*ingest.Report, error) {
	t.Helper()
	return work.ImportValleys(t.Context(), s, work.ValleyFiles{Valleys: strings.NewReader(valleys),
		Members: strings.NewReader(members), Passes: strings.NewReader(passes)}, ingest.Options{File: "valli.csv"})
}

// A valley import replaces all three lists and makes the publication stale; any
// of the three with a fault leaves all as it was.
func TestImportValleys(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	valleys, members, passes := valleyFiles(t, s)
	before := fingerprint(t, s)
	for name, f := range map[string][3]string{
		"a mouth that is no comune":  {strings.Replace(valleys, "001035", "001999", 1), members, passes},
		"a parent that is no valley": {strings.Replace(valleys, ",pellice,", ",nessuna,", 1), members, passes},
		"a circle":                   {strings.Replace(valleys, `pellice,"Val Pellice",,`, `pellice,"Val Pellice",angrogna,`, 1), members, passes},
		"a member of no valley":      {valleys, strings.Replace(members, ",ala\n", ",alla\n", 1), passes},
		"a pass to nowhere":          {valleys, members, strings.Replace(passes, "001263", "001999", 1)},
		"an opening that is none":    {valleys, members, strings.Replace(passes, "all year", "sometimes", 1)},
	} {
		if slices.Equal(f[:], []string{valleys, members, passes}) {
			t.Fatalf("%s: nothing was broken", name)
		}
		if _, err := importValleys(t, s, f[0], f[1], f[2]); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	unchanged(t, before, fingerprint(t, s))

	if _, err := importValleys(t, s, valleys, strings.Replace(members, "001003,ala\n", "001003,\n", 1), passes[:strings.LastIndex(strings.TrimSpace(passes), "\n")+1]); err != nil {
		t.Fatal(err)
	}
	c, err := s.Comune(t.Context(), "001003")
	if err != nil || c.Valley != "" {
		t.Errorf("Ala di Stura lies in %q, %v", c.Valley, err)
	}
	if c, err = s.Comune(t.Context(), "001019"); err != nil || c.Valley != "ala" {
		t.Errorf("Balme lies in %q, %v", c.Valley, err)
	}
	left, err := s.Passes(t.Context())
	if err != nil || len(left) != strings.Count(passes, "\n")-2 {
		t.Errorf("%d passes, %v", len(left), err)
	}
	if p, err := s.Publication(t.Context()); err != nil || !p.Stale {
		t.Errorf("%+v, %v: not stale", p, err)
	}
}
