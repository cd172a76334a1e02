package ingest_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"atlante/geo"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
)

func expectTwo() ingest.BoundaryOptions {
	return ingest.BoundaryOptions{
		Options:  ingest.Options{File: "confini"},
		Expected: []geo.Comune{{ID: "001001", Name: "Agliè"}, {ID: "001002", Name: "Airasca"}},
	}
}

func TestBoundariesFromShapefile(t *testing.T) {
	shapes := append(twoComuni(), shape{code: "015146", name: "Milano", rings: []orb.Ring{square(510_000, 5_030_000, 9_000)}})
	file := istatZip(t, shapes, utmPRJ)
	b, report, err := ingest.ReadBoundaries(t.Context(), bytes.NewReader(file), expectTwo())
	if err != nil || b.SRID != 32632 || b.Format != "shapefile" || len(b.SHA256) != 64 || b.Bytes != int64(len(file)) || len(b.Comuni) != 2 {
		t.Fatalf("%v %+v", err, b)
	}
	a := b.Comuni[0]
	if a.ID != "001001" || a.Name != "Agliè" || a.SRID != 32632 || len(a.Boundary) != 2 || len(a.Boundary[0]) != 2 || len(a.Boundary[1]) != 1 {
		t.Errorf("%+v", a)
	}
	if area := planar.Area(a.Boundary); area != 5_000*5_000-500*500+100*100 {
		t.Errorf("area %v", area)
	}
	if a.Boundary[0][0].Orientation() != orb.CCW || a.Boundary[0][1].Orientation() != orb.CW {
		t.Error("rings turn the wrong way")
	}
	if report.Noticed != 1 || !strings.Contains(report.Notices[0].Text, "1 comuni di altre province") {
		t.Errorf("%+v", report.Notices)
	}
}

func TestBoundariesFromGeoJSON(t *testing.T) {
	degrees := []shape{
		{code: "001002", name: "Airasca", rings: []orb.Ring{square(7.4, 44.9, 0.1)}},
		{code: "001001", name: "Agliè", rings: []orb.Ring{reversed(square(7.7, 45.3, 0.1)), square(7.75, 45.35, 0.01)}},
	}
	for _, crs := range []string{"", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "urn:ogc:def:crs:EPSG:6.6:4326", "http://www.opengis.net/def/crs/EPSG/0/4326"} {
		b, _, err := ingest.ReadBoundaries(t.Context(), strings.NewReader(geoJSONOf(degrees, crs)), expectTwo())
		if err != nil || b.SRID != 4326 || b.Format != "GeoJSON" || b.Comuni[0].ID != "001001" || len(b.Comuni[0].Boundary[0]) != 2 {
			t.Errorf("%s: %v %+v", crs, err, b)
		}
	}
	metres := twoComuni()[1:]
	metres = append(metres, shape{code: "001001", rings: []orb.Ring{square(400_000, 5_020_000, 5_000)}})
	b, _, err := ingest.ReadBoundaries(t.Context(), strings.NewReader(geoJSONOf(metres, "urn:ogc:def:crs:EPSG::32632")), expectTwo())
	if err != nil || b.SRID != 32632 {
		t.Errorf("%v %+v", err, b)
	}
	noPRJ, report, err := ingest.ReadBoundaries(t.Context(), bytes.NewReader(istatZip(t, twoComuni(), "")), expectTwo())
	if err != nil || noPRJ.SRID != 32632 || report.Noticed != 1 {
		t.Errorf("%v %+v", err, report)
	}
}

// refused are files by what is wrong with them, and what the error must say.
type refused map[string]struct{ file, says string }

func (r refused) check(t *testing.T) {
	for name, c := range r {
		b, report, err := ingest.ReadBoundaries(t.Context(), strings.NewReader(c.file), expectTwo())
		if !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "confini") || b.Comuni != nil || report == nil {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

func TestRefusedBoundaries(t *testing.T) {
	at := func(x, y, side float64) []shape {
		return []shape{{code: "001001", rings: []orb.Ring{square(x, y, side)}}, {code: "001002", rings: []orb.Ring{square(x+side, y, side)}}}
	}
	refused{
		"empty":                 {"", "vuoto"},
		"something else":        {"hello", "zip dei confini"},
		"one missing":           {geoJSONOf(at(7.5, 45, 0.1)[:1], ""), "mancano: Airasca (001002)"},
		"one too many":          {geoJSONOf(append(at(7.5, 45, 0.1), shape{code: "001005", name: "Alice Superiore", rings: []orb.Ring{square(7.9, 45, 0.1)}}), ""), "sconosciuti: Alice Superiore (001005)"},
		"one twice":             {geoJSONOf(append(at(7.5, 45, 0.1), at(7.5, 45, 0.1)[0]), ""), "due volte"},
		"metres without a word": {geoJSONOf(at(400_000, 5_000_000, 9_000), ""), "dichiara gradi"},
		"degrees as metres":     {geoJSONOf(at(7.5, 45, 0.1), "EPSG:32632"), "dichiara metri"},
		"swapped":               {geoJSONOf(at(45, 7.5, 0.1), ""), "scambiate"},
		"in Lombardia":          {geoJSONOf(at(11.5, 45, 0.1), ""), "fuori dal Piemonte"},
		"other system":          {geoJSONOf(at(7.5, 45, 0.1), "urn:ogc:def:crs:EPSG::3857"), "EPSG:3857 non previsto"},
		"unknown system":        {geoJSONOf(at(7.5, 45, 0.1), "Roma 40"), "sconosciuto"},
		"no code":               {strings.ReplaceAll(geoJSONOf(at(7.5, 45, 0.1), ""), "com_istat_code", "x"), "nessun codice ISTAT"},
		"a point":               {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"istat":"001001"},"geometry":{"type":"Point","coordinates":[7,45]}}]}`, "serve un Polygon"},
		"no geometry":           {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"istat":"001001"},"geometry":null}]}`, "manca la geometria"},
		"too few vertices":      {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"istat":"001001"},"geometry":{"type":"Polygon","coordinates":[[[7,45],[7,46],[7,45]]]}}]}`, "meno di quattro"},
	}.check(t)
}

func TestRefusedShapefiles(t *testing.T) {
	open := twoComuni()
	open[1].rings[0] = open[1].rings[0][:4]
	loose := twoComuni()
	loose[0].rings[1] = reversed(square(1_000, 2_000, 10))
	inside := twoComuni()
	inside[1].rings[0] = reversed(inside[1].rings[0])
	infinite := twoComuni()
	infinite[1].rings[0][1][0] = notANumber
	degreesPRJ := `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]`
	refused{
		"open ring":             {string(istatZip(t, open, utmPRJ)), "non è chiuso"},
		"loose hole":            {string(istatZip(t, loose, utmPRJ)), "un buco"},
		"no outer ring":         {string(istatZip(t, inside, utmPRJ)), "antiorario"},
		"not a number":          {string(istatZip(t, infinite, utmPRJ)), "non finite"},
		"wrong prj":             {string(istatZip(t, twoComuni(), degreesPRJ)), "dichiara gradi"},
		"other prj":             {string(istatZip(t, twoComuni(), `PROJCS["ED_1950_UTM_Zone_32N",GEOGCS["GCS_European_1950"]]`)), "ED_1950_UTM_Zone_32N"},
		"table shorter":         {string(zipOf(t, entry{"com.shp", writeSHP(twoComuni())}, entry{"com.dbf", writeDBF(twoComuni()[:1])})), "più forme"},
		"shapes shorter":        {string(zipOf(t, entry{"com.shp", writeSHP(twoComuni()[:1])}, entry{"com.dbf", writeDBF(twoComuni())})), "non vanno insieme"},
		"zip without shapefile": {string(zipOf(t, entry{"readme.txt", []byte("x")})), "serve uno shapefile"},
		"zip without table":     {string(zipOf(t, entry{"com.shp", writeSHP(twoComuni())})), ".dbf"},
		"broken zip":            {"PK\x03\x04" + strings.Repeat("x", 100), "rovinato"},
		"shp cut off":           {string(zipOf(t, entry{"com.shp", writeSHP(twoComuni())[:200]}, entry{"com.dbf", writeDBF(twoComuni())})), "metà"},
		"zip bomb":              {string(zipOf(t, entry{"com.shp", make([]byte, 50<<20)}, entry{"com.dbf", nil})), "si gonfia"},
		"bomb beside":           {string(zipOf(t, entry{"com.shp", writeSHP(twoComuni())}, entry{"com.dbf", writeDBF(twoComuni())}, entry{"x.bin", make([]byte, 50<<20)})), "si gonfia"},
	}.check(t)
}

func TestBoundaryLimits(t *testing.T) {
	file := istatZip(t, twoComuni(), utmPRJ)
	many := make([]entry, 17)
	for i := range many {
		many[i].name = string(rune('a' + i))
	}
	for name, c := range map[string]struct {
		set  func(*ingest.Limits)
		file []byte
		says string
	}{
		"bytes":         {func(l *ingest.Limits) { l.Bytes = 100 }, file, "supera"},
		"entries":       {func(*ingest.Limits) {}, zipOf(t, many...), "17 file"},
		"bytes of JSON": {func(l *ingest.Limits) { l.Bytes = 5_000 }, []byte(geoJSONOf(twoComuni(), "EPSG:32632") + strings.Repeat(" ", 6_000)), "supera"},
		"vertices":      {func(l *ingest.Limits) { l.RingVertices = 10 }, file, "troppi vertici"},
		"unpacked":      {func(l *ingest.Limits) { l.ZipUnpacked = 100 }, file, "supera"},
		"rows":          {func(l *ingest.Limits) { l.Rows = 1 }, file, "al massimo 1"},
	} {
		o := expectTwo()
		o.Limits = ingest.WebLimits()
		c.set(&o.Limits)
		if _, _, err := ingest.ReadBoundaries(t.Context(), bytes.NewReader(c.file), o); !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

func TestRealBoundaries(t *testing.T) {
	dir := os.Getenv("ATLANTE_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	file, err := os.ReadFile(filepath.Join(dir, "istat_comuni_p001.geojson"))
	if err != nil {
		t.Skip("skipped: the real boundaries are not here; set ATLANTE_SHARED_DATA to the folder that holds them")
	}
	comuni, err := facts.Comuni()
	if err != nil {
		t.Fatal(err)
	}
	o := ingest.BoundaryOptions{Options: ingest.Options{File: "istat.geojson"}, Expected: comuni}
	b, _, err := ingest.ReadBoundaries(t.Context(), bytes.NewReader(file), o)
	if err != nil || len(b.Comuni) != 312 || b.SRID != 4326 {
		t.Fatal(err)
	}
	for i, c := range comuni {
		if b.Comuni[i].ID != c.ID || !planar.MultiPolygonContains(b.Comuni[i].Boundary, c.Seat) {
			t.Errorf("the seat of %s lies outside", c.Name)
		}
	}
	o.Expected = append(comuni[:len(comuni):len(comuni)], geo.Comune{ID: "001999", Name: "Inventata"})
	if _, _, err := ingest.ReadBoundaries(t.Context(), bytes.NewReader(file), o); err == nil || !strings.Contains(err.Error(), "Inventata (001999)") {
		t.Errorf("%v", err)
	}
	fewer := bytes.Replace(file, []byte(`"com_istat_code": "001272"`), []byte(`"com_istat_code": "002272"`), 1)
	fewer = bytes.Replace(fewer, []byte(`"com_istat_code":"001272"`), []byte(`"com_istat_code":"002272"`), 1)
	o.Expected = comuni
	if _, _, err := ingest.ReadBoundaries(t.Context(), bytes.NewReader(fewer), o); err == nil || !strings.Contains(err.Error(), "mancano: Torino (001272)") {
		t.Errorf("311 comuni: %v", err)
	}
}

func FuzzBoundaries(f *testing.F) {
	f.Add(istatZip(f, twoComuni(), utmPRJ))
	f.Add(istatZip(f, twoComuni(), ""))
	f.Add([]byte(geoJSONOf(twoComuni(), "EPSG:32632")))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, _, err := ingest.ReadBoundaries(t.Context(), bytes.NewReader(b), expectTwo())
		if err == nil && (len(got.Comuni) != 2 || len(got.Comuni[0].Boundary) == 0) {
			t.Fatalf("%+v", got)
		}
	})
}

// FuzzShapefile reaches past the zip: shapes and table are given bare.
func FuzzShapefile(f *testing.F) {
	f.Add(writeSHP(twoComuni()), writeDBF(twoComuni()))
	f.Fuzz(func(t *testing.T, shp, dbf []byte) {
		file := zipOf(t, entry{"com.shp", shp}, entry{"com.dbf", dbf})
		got, _, err := ingest.ReadBoundaries(t.Context(), bytes.NewReader(file), expectTwo())
		if err == nil && len(got.Comuni) != 2 {
			t.Fatalf("%+v", got)
		}
	})
}
