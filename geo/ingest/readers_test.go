package ingest_test

import (
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
)

var named = ingest.Options{File: "prova.csv"}

func TestZoneAssignments(t *testing.T) {
	zones, err := facts.Zones()
	if err != nil {
		t.Fatal(err)
	}
	got, report, err := ingest.ReadZoneAssignments(t.Context(), strings.NewReader(
		"Comune;Zona\nPinerolo;5\n001086;Ciriacese - Valli di Lanzo\nTrausella;9\nPinerolo;6\nSusa;12\nSusa;\nBoh;1\n"), named, territory(t), zones)
	want := []ingest.ZoneAssignment{{Line: 2, Comune: "001191", Zone: 5}, {Line: 3, Comune: "001086", Zone: 7}, {Line: 4, Comune: "001318", Zone: 9}}
	if err != nil || !reflect.DeepEqual(got, want) || report.Rejected != 4 || report.Noticed != 1 {
		t.Errorf("%v %v %+v", err, got, report)
	}
	for i, line := range []int{5, 6, 7, 8} {
		if report.Rejects[i].Line != line {
			t.Errorf("%+v, want line %d", report.Rejects[i], line)
		}
	}
	if _, _, err := ingest.ReadZoneAssignments(t.Context(), strings.NewReader("zona,x\n1,2\n"), named, territory(t), zones); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("no comune column: %v", err)
	}
}

func TestValleysMustBeATree(t *testing.T) {
	const header = "valley,name,parent,mouth_istat,source\n"
	for in, says := range map[string]string{
		"a,A,,001035,\nb,B,a,001035,\n":               "",
		"a,A,b,001035,\nb,B,a,001035,\n":              "in tondo",
		"a,A,a,001035,\n":                             "in tondo",
		"a,A,zz,001035,\n":                            "non c'è",
		"a,A,,001035,\na,B,,001035,\n":                "due volte",
		"c,C,a,001035,\na,A,b,001035,\nb,B,a,001035,": "in tondo",
	} {
		_, report, err := ingest.ReadValleys(t.Context(), strings.NewReader(header+in), named, territory(t))
		if says == "" && err != nil || says != "" && (!errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), says)) || report.Rejected > 0 {
			t.Errorf("%q: %v, want %q", in, err, says)
		}
	}
	_, report, err := ingest.ReadValleys(t.Context(), strings.NewReader(header+"A B,A,,001035,\nb,B,,Nowhere,\n"), named, territory(t))
	if err != nil || report.Rejected != 2 || report.Rejects[1].Column != "mouth_istat" {
		t.Errorf("%v %+v", err, report)
	}
}

func TestValleyMembersAndPasses(t *testing.T) {
	valleys, err := facts.Valleys()
	if err != nil {
		t.Fatal(err)
	}
	members, report, err := ingest.ReadValleyMembers(t.Context(), strings.NewReader("istat,valle\nCeres,lanzo\nTorino,\nSusa,zz\nCeres,ala\n"), named, territory(t), valleys)
	if err != nil || report.Rejected != 2 || !reflect.DeepEqual(members, []ingest.ValleyMember{{2, "001072", "lanzo"}, {3, "001272", ""}}) {
		t.Errorf("%v %v %+v", err, members, report)
	}
	passes, report, err := ingest.ReadPasses(t.Context(), strings.NewReader(
		"from_istat,to_istat,name,open\nSestriere,001201,Colle del Sestriere,tutto l'anno\n001263,001263,X,summer\n001263,001201,Y,mai\n"), named, territory(t))
	if err != nil || report.Rejected != 2 || len(passes) != 1 || passes[0] != (geo.Pass{From: "001263", To: "001201", Name: "Colle del Sestriere", Open: "all year"}) {
		t.Errorf("%v %v %+v", err, passes, report)
	}
}

func TestStreets(t *testing.T) {
	read := func(s string) ([]gazetteer.Street, *ingest.Report, error) {
		var got []gazetteer.Street
		report, err := ingest.ReadStreets(t.Context(), strings.NewReader(s), named, territory(t), func(s gazetteer.Street) error {
			got = append(got, s)
			return nil
		})
		return got, report, err
	}
	got, report, err := read("istat_code,comune,belfiore,progressivo_nazionale,dug,duf,name_lang2\r\n" +
		"001001,Agliè,A074,653292,BORGATA,SANTA MARIA,\r\n001001,Agliè,A074,1,BORGATA,SANTA MARIA,\r\n" +
		"001272,Torino,L219,314490,VIA,AGLIE`,\r\n015146,Milano,F205,2,VIA,ROMA,\r\n001999,X,X,3,VIA,ROMA,\r\n001297,Vico Canavese,L548,4,VIA,ROMA,\r\n001272,Torino,L219,5,VIA,--,\r\n")
	want := []gazetteer.Street{
		{Comune: "001001", Type: "BORGATA", Name: "SANTA MARIA", Serial: "653292"},
		{Comune: "001272", Type: "VIA", Name: "AGLIE`", Serial: "314490"},
		{Comune: "001318", Type: "VIA", Name: "ROMA", Serial: "4"},
	}
	if err != nil || !reflect.DeepEqual(got, want) || report.Rejected != 2 || report.Noticed != 4 || report.Rows != 7 {
		t.Errorf("%v %+v %+v", err, got, report)
	}
	got, report, err = read("CODICE_ISTAT;ODONIMO\n001272;VIA TEPICE\n")
	if err != nil || report.Rejected > 0 || got[0].Name != "VIA TEPICE" || got[0].Type != "" {
		t.Errorf("%v %+v %+v", err, got, report)
	}
	if _, _, err := read("istat,x\n001272,1\n"); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("no name column: %v", err)
	}
}

func TestComuneAndKindRowsAreChecked(t *testing.T) {
	const comuni = "istat_code,name,cadastral_code,zone,valley,population,area_km2,altitude_m,altimetric_zone,mountain_class,snai_class,snai_pole_minutes,snai_pole,lat,lon,zone_source\n"
	const good = "001001,Agliè,A074,8,,2585,13.1463,333,3,NM,C,24.0,Ivrea,45.36706,7.76692,sourced\n"
	rows, report, err := ingest.ReadComuni(t.Context(), strings.NewReader(comuni+good+good+
		strings.Replace(good, "001001", "1001", 1)+strings.Replace(good, ",3,NM", ",2,NM", 1)+strings.Replace(good, "NM", "X", 1)+
		strings.Replace(good, ",C,", ",G,", 1)+strings.Replace(good, "2585", "many", 1)+strings.Replace(good, ",8,", ",0,", 1)), named)
	if err != nil || len(rows) != 1 || report.Rejected != 7 {
		t.Errorf("%v %d %+v", err, len(rows), report)
	}
	columns := []string{"istat_code", "istat_code", "altimetric_zone", "mountain_class", "snai_class", "population", "zone"}
	for i, c := range columns {
		if report.Rejects[i].Column != c {
			t.Errorf("%+v, want column %s", report.Rejects[i], c)
		}
	}
	const kinds = "id,name_it,name_en,plural_it,plural_en,nearest_it,nearest_en,by_area,completeness,mode_mountain,mode_else,threshold_car,threshold_foot,position\n"
	const kind = "circolo,Circolo,Club,Circoli,Clubs,dal circolo,from the club,no,complete,car,foot,30,15,9\n"
	list, report, err := ingest.ReadKinds(t.Context(), strings.NewReader(kinds+kind+kind+
		strings.Replace(kind, "circolo,", "Circolo,", 1)+strings.Replace(kind, ",no,", ",yes,", 1)+strings.Replace(kind, "30", "0", 1)+
		strings.Replace(kind, "complete", "boh", 1)+strings.Replace(kind, "car", "bike", 1)), named)
	if err != nil || len(list) != 1 || report.Rejected != 6 {
		t.Errorf("%v %d %+v", err, len(list), report)
	}
}

func TestLocalitiesSuppressedOrganizationsZones(t *testing.T) {
	l, report, err := ingest.ReadLocalities(t.Context(), strings.NewReader("name,istat_code,lat,lon,radius_m\nFè,001072,45.31,7.39,500\nX,001072,7.39,45.31,500\nY,001072,45.31,7.39,0\n"), named)
	if err != nil || len(l) != 1 || report.Rejected != 2 {
		t.Errorf("%v %+v %+v", err, l, report)
	}
	s, report, err := ingest.ReadSuppressed(t.Context(), strings.NewReader("istat_code,name,today_istat\n001005,Alice Superiore,001317\n1138,Lugnacco,001317\n"), named)
	if err != nil || len(s) != 1 || report.Rejected != 1 {
		t.Errorf("%v %+v %+v", err, s, report)
	}
	o, report, err := ingest.ReadOrganizations(t.Context(), strings.NewReader("nome,comune\nA,Susa\nB,\na,\nC,Boh\n"), named, territory(t), "partner", geo.Source{Name: "x"})
	if err != nil || len(o) != 2 || report.Rejected != 2 || o[0].Comune != "001270" || o[1].Relation != "partner" {
		t.Errorf("%v %+v %+v", err, o, report)
	}
	z, report, err := ingest.ReadZones(t.Context(), strings.NewReader("zone,name\n1,A\n1,B\n0,C\n"), named)
	if err != nil || len(z) != 1 || report.Rejected != 2 {
		t.Errorf("%v %+v %+v", err, z, report)
	}
}

// failing gives some bytes and then an error of its own.
type failing struct{ io.Reader }

var errDisk = errors.New("disk gone")

func (f failing) Read(p []byte) (int, error) {
	if n, err := f.Reader.Read(p); err == nil {
		return n, nil
	}
	return 0, errDisk
}

func TestErrorsOfTheReaderPass(t *testing.T) {
	for _, s := range []string{"", "kind,name", "kind,name,comune\ncer,A,Torino\ncer,\"B", "kind,name,comune\ncer,A,Torino\n",
		`{"type":"FeatureCollection","features":[`, "PK\x03\x04xx", `{"type":"FeatureCollection","features":[]}`} {
		_, err := ingest.ReadPlaces(t.Context(), failing{strings.NewReader(s)}, options(t), func(ingest.PlaceRow) error { return nil })
		if !strings.HasPrefix(s, "PK") && !errors.Is(err, errDisk) {
			t.Errorf("places %.20q: %v", s, err)
		}
		if _, _, err := ingest.ReadBoundaries(t.Context(), failing{strings.NewReader(s)}, expectTwo()); !errors.Is(err, errDisk) && !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("boundaries %.20q: %v", s, err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := ingest.ReadBoundaries(gone, strings.NewReader(geoJSONOf(twoComuni(), "EPSG:32632")), expectTwo()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, _, err := ingest.ReadBoundaries(gone, strings.NewReader(string(istatZip(t, twoComuni(), utmPRJ))), expectTwo()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
