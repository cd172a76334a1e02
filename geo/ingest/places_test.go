package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
)

func territory(t testing.TB) *gazetteer.Gazetteer {
	g, err := facts.Gazetteer(nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func options(t testing.TB) ingest.PlaceOptions {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	return ingest.PlaceOptions{
		Options: ingest.Options{File: "luoghi.csv"}, Territory: territory(t), Kinds: kinds,
		Source: geo.Source{Name: "prova", Licence: "CC BY 4.0"},
	}
}

func read(t testing.TB, s string) ([]ingest.PlaceRow, *ingest.Report, error) {
	return ingest.CollectPlaces(t.Context(), strings.NewReader(s), options(t))
}

func TestStartingSet(t *testing.T) {
	rows, report, err := ingest.CollectPlaces(t.Context(), bytes.NewReader(facts.Places()), options(t))
	if err != nil || report.Rejected > 0 {
		t.Fatal(err, report.Rejects)
	}
	kinds := make(map[geo.KindID]int)
	keys := make(map[string]bool)
	for _, r := range rows {
		kinds[r.Kind]++
		keys[r.Key] = true
		if r.Source.Name == "" || r.Source.Name == "prova" || r.Source.Licence != "CC BY 4.0" {
			t.Errorf("%s: source %+v", r.Name, r.Source)
		}
		switch r.Name {
		case "CER Oltre Collina Torinese":
			if len(r.ServiceArea) != 16 || !slices.Contains(r.ServiceArea, "001078") {
				t.Errorf("CER serves %v", r.ServiceArea)
			}
		case "Fondazione CERS FERVORES":
			if len(r.MayReach) != 46 || r.Comune != "" || r.Position != nil || r.Precision != geo.PrecisionNone {
				t.Errorf("%+v", r)
			}
		case "Cascina Roccafranca":
			if r.Position == nil || r.Position.Lon() != 7.62376 || r.Precision != geo.PrecisionExact {
				t.Errorf("%+v", r)
			}
		}
	}
	want := map[geo.KindID]int{"casa_del_quartiere": 8, "portineria": 7, "cer": 7, "partner": 9}
	if !reflect.DeepEqual(kinds, want) || len(keys) != 31 {
		t.Errorf("%v, %d keys", kinds, len(keys))
	}
}

func TestItalianAndEnglishHeaders(t *testing.T) {
	italian, it, err := read(t, "Tipo;Nome;Indirizzo;Località;Comune;Latitudine;Longitudine;Stato;Area servita;Fonte;ID esterno\r\n"+
		"Portineria di comunità;Prova;Via Roma 1;Fè;CERES;45,3134;7,3897;attiva;Ceres|Mezzenile;sito;x1\r\n")
	if err != nil || it.Rejected > 0 || it.Delimiter != ';' || it.Encoding != "UTF-8" {
		t.Fatal(err, it)
	}
	english, en, err := read(t, "kind,name,address,locality,municipality,latitude,lng,operating_status,service_area,source,external_id,extra\n"+
		"portineria,Prova,Via Roma 1,Fè,001072,45.3134,7.3897,active,001072;001152,sito,x1,?\n")
	if err != nil || en.Rejected > 0 || en.Delimiter != ',' || en.Noticed != 1 {
		t.Fatal(err, en)
	}
	if !reflect.DeepEqual(italian, english) {
		t.Errorf("%+v\n%+v", italian, english)
	}
	latin := strings.NewReplacer("à", "\xe0", "è", "\xe8").Replace("Tipo;Nome;Località;Comune\nPartner;Caffè;Fè;Aglie`\n")
	rows, la, err := read(t, latin)
	if err != nil || la.Rejected > 0 || la.Encoding != "Windows-1252" || rows[0].Name != "Caffè" || rows[0].Comune != "001001" {
		t.Errorf("%v %+v %+v", err, la, rows)
	}
	rows, bom, err := read(t, "\ufeffsep=;\nnome;tipo;città\nX;CER;torino\n")
	if err != nil || bom.Rejected > 0 || len(rows) != 1 || rows[0].Line != 3 {
		t.Errorf("%v %+v %+v", err, bom, rows)
	}
}

func TestRefusedRowsSayWhereAndWhy(t *testing.T) {
	const header = "kind,name,comune,istat_code,lat,lon,operating_status,service_area,confirmed_on\n"
	for _, c := range []struct{ row, column, value, reason string }{
		{"bar,X,Torino,,,,,,", "kind", "bar", "tipo sconosciuto"},
		{",X,Torino,,,,,,", "kind", "", "tipo sconosciuto"},
		{"cer,,Torino,,,,,,", "name", "", "manca name"},
		{"cer,--,Torino,,,,,,", "name", "--", "né lettere né cifre"},
		{"cer,X,Milano,,,,,,", "comune", "Milano", "sconosciuto"},
		{"cer,X,Pinerlo,,,,,,", "comune", "Pinerlo", "forse Pinerolo"},
		{"cer,X,Torino,001001,,,,,", "comune", "Torino", "non sono lo stesso comune"},
		{"cer,X,Torino,,45.07,,,,", "lon", "", "solo la latitudine"},
		{"cer,X,Torino,,,7.68,,,", "lat", "", "solo la longitudine"},
		{"cer,X,Torino,,0,0,,,", "lat", "0", "0,0"},
		{"cer,X,Torino,,7.68,45.07,,,", "lat", "7.68", "scambiate"},
		{"cer,X,Torino,,4991000,395000,,,", "lat", "4991000", "non sono gradi"},
		{"cer,X,Torino,,41.9,12.5,,,", "lat", "41.9", "fuori"},
		{"cer,X,Torino,,NaN,7.68,,,", "lat", "NaN", "numero"},
		{"cer,X,Torino,,1e1,7.68,,,", "lat", "1e1", "numero"},
		{"cer,X,Torino,,,,boh,,", "operating_status", "boh", "non previsto"},
		{"cer,X,Torino,,,,,Torino; Atlantide,", "service_area", "Torino; Atlantide", "Atlantide"},
		{"cer,X,Torino,,,,,zone:77,", "service_area", "zone:77", "zona omogenea 77"},
		{"cer,X,Torino,,,,,,31/02/2026", "confirmed_on", "31/02/2026", "data"},
		{"cer,X,Torino", "", "", "la riga ha 3 colonne"},
		{"cer,X\"Y,Torino,,,,,,", "name", "X\"", "virgolette"},
		{"cer,X\x01,Torino,,,,,,", "name", "X\x01", "controllo"},
		{"cer," + strings.Repeat("x", 301) + ",Torino,,,,,,", "name", strings.Repeat("x", 200) + "…", "300 caratteri"},
		{"cer," + strings.Repeat("x", 66_000) + ",Torino,,,,,,", "name", strings.Repeat("x", 200), "64 KiB"},
	} {
		rows, report, err := read(t, header+"partner,Prima,Torino,,,,,,\n"+c.row+"\npartner,Dopo,Torino,,,,,,\n")
		if err != nil || len(rows) != 2 || report.Rows != 3 || report.Rejected != 1 {
			t.Errorf("%.40q: %v, %d rows, %+v", c.row, err, len(rows), report)
			continue
		}
		r := report.Rejects[0]
		if r.File != "luoghi.csv" || r.Line != 3 || r.Column != c.column || r.Value != c.value || !strings.Contains(r.Reason, c.reason) {
			t.Errorf("%.40q: %+v", c.row, r)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	small := options(t)
	small.Limits = ingest.WebLimits()
	small.Limits.Bytes, small.Limits.Rows = 1000, 5
	for name, c := range map[string]struct {
		in, says string
		o        ingest.PlaceOptions
	}{
		"empty":          {"", "vuoto", options(t)},
		"blank":          {" \n\n ", "vuoto", options(t)},
		"header only":    {"kind,name,comune\n", "solo l'intestazione", options(t)},
		"no kind":        {"name,comune\nX,Torino\n", "manca kind", options(t)},
		"doubled column": {"kind,name,nome\ncer,X,Y\n", "la stessa cosa", options(t)},
		"workbook":       {"PK\x03\x04xxxx", "foglio di calcolo", options(t)},
		"utf-16":         {"\xff\xfek\x00i\x00", "UTF-16", options(t)},
		"binary":         {"\x00\x01\x02", "non è testo", options(t)},
		"open quote":     {"kind,name,comune\ncer,X,Torino\ncer,\"Y,Torino\ncer,Z,Torino\n", "riga 3", options(t)},
		"too many bytes": {"kind,name,comune\n" + strings.Repeat("cer,X,Torino\n", 100), "supera", small},
		"too many rows":  {"kind,name,comune\n" + strings.Repeat("cer,X,Torino\n", 6), "più di 5 righe", small},
	} {
		_, report, err := ingest.CollectPlaces(t.Context(), strings.NewReader(c.in), c.o)
		if !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "luoghi.csv") || report == nil {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

func TestLinesArePhysical(t *testing.T) {
	_, report, err := read(t, "kind,name,comune,note\n\n\"cer\",\"A\",Torino,\"una\r\ndue\ntre\"\ncer,B,Nowhere,\"x\ny\"\n,,,\ncer,C,Elsewhere,\n")
	if err != nil || len(report.Rejects) != 2 || report.Rejects[0].Line != 6 || report.Rejects[1].Line != 9 || report.Rows != 3 {
		t.Errorf("%v %+v", err, report)
	}
}

func TestMergedComuniAreNoticed(t *testing.T) {
	rows, report, err := read(t, "kind,name,comune,istat_code,service_area\ncer,A,Alice Superiore,,\ncer,B,,001297,Pecco; Torino\n")
	if err != nil || report.Rejected > 0 || rows[0].Comune != "001317" || rows[1].Comune != "001318" ||
		!reflect.DeepEqual(rows[1].ServiceArea, []geo.ComuneID{"001272", "001317"}) || report.Noticed != 3 || report.Notices[0].Line != 2 {
		t.Errorf("%v %+v %+v", err, rows, report)
	}
}

func TestKeysAndRepetitions(t *testing.T) {
	const header = "kind,name,comune,address,external_id\n"
	first, _, err := read(t, header+"cer,Casa Verde,Torino,Via Po 1,\ncer,X,Torino,,n7\n")
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := read(t, header+"cer,CASA  VERDE',001272,Via Roma 2,\ncer,Y,Susa,,n7\n")
	if err != nil {
		t.Fatal(err)
	}
	if first[0].Key != second[0].Key || first[1].Key != second[1].Key || first[0].Key == first[1].Key || first[1].Key != "id:"+string(first[1].Kind)+":n7" {
		t.Errorf("keys %s %s, %s %s", first[0].Key, first[1].Key, second[0].Key, second[1].Key)
	}
	rows, report, err := read(t, header+"cer,A,Torino,Via Po 1,\ncer,A,Torino,Via Po 1,\ncer,a,torino,Via Roma 2,\n")
	if err != nil || len(rows) != 1 || report.Noticed != 1 || report.Rejected != 1 || report.Rejects[0].Line != 4 ||
		!strings.Contains(report.Rejects[0].Reason, "riga 2") {
		t.Errorf("%v %d rows %+v", err, len(rows), report)
	}
}

func TestOverruledColumnsAndDefaultKind(t *testing.T) {
	o := options(t)
	o.DefaultKind = "partner"
	o.Columns = map[string]string{"Chi": "name", "Dove": "comune"}
	rows, report, err := ingest.CollectPlaces(t.Context(), strings.NewReader("Chi,Dove\nX,Susa\n"), o)
	if err != nil || report.Rejected > 0 || rows[0].Kind != "partner" || rows[0].Comune != "001270" || report.Columns["Chi"] != "name" {
		t.Errorf("%v %+v %+v", err, rows, report)
	}
}

func TestReadingCanBeCalledOff(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	_, err := ingest.ReadPlaces(ctx, strings.NewReader(manyRows(50_000)), options(t), func(ingest.PlaceRow) error {
		if n++; n == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || n > 5_000 {
		t.Errorf("%v after %d rows", err, n)
	}
	stop := errors.New("stop")
	if _, err := ingest.ReadPlaces(t.Context(), strings.NewReader(manyRows(10)), options(t), func(ingest.PlaceRow) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
}

// manyRows makes a file of places spread over all comuni.
func manyRows(n int) string {
	var b strings.Builder
	b.WriteString("tipo;nome;indirizzo;località;comune;lat;lon;stato;fonte\n")
	names := []string{"Torino", "PONT-CANAVESE", "Agliè", "Sant'Antonino di Susa", "001191", "Riva presso Chieri", "Ciriè"}
	for i := range n {
		fmt.Fprintf(&b, "partner;Associazione numero %d;Via Roma %d;;%s;45,%04d;7,%04d;attivo;elenco di prova\n", i, i%90+1, names[i%len(names)], i%5000+500, i%5000+500)
	}
	return b.String()
}

func TestOneBadRowInAHundredThousand(t *testing.T) {
	good := manyRows(100_001)
	bad := strings.Replace(good, "partner;Associazione numero 77777;", "partner;Associazione \"numero 77777;", 1)
	progress := 0
	o := options(t)
	o.Progress = func(p ingest.Progress) { progress = p.Rows }
	n := 0
	report, err := ingest.ReadPlaces(t.Context(), strings.NewReader(bad), o, func(ingest.PlaceRow) error { n++; return nil })
	if err != nil || n != 100_000 || report.Rows != 100_001 || report.Rejected != 1 || progress != 100_001 {
		t.Fatalf("%v, %d rows, %d read, %d rejected, progress %d", err, n, report.Rows, report.Rejected, progress)
	}
	if r := report.Rejects[0]; r.Line != 77_779 || r.Column != "nome" || !strings.Contains(r.Reason, "virgolette") {
		t.Errorf("%+v", r)
	}
}

func BenchmarkPlaces100000(b *testing.B) {
	s := manyRows(100_000)
	o := options(b)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		report, err := ingest.ReadPlaces(b.Context(), strings.NewReader(s), o, func(ingest.PlaceRow) error { return nil })
		if err != nil || report.Rejected > 0 {
			b.Fatal(err, report.Rejects[:1])
		}
	}
}

func FuzzPlaces(f *testing.F) {
	o := options(f)
	for _, s := range []string{manyRows(3), "kind,name,comune\ncer,\"X\",Torino\n", "\ufeffsep=;\nnome;tipo;città\nX;CER;torino\n",
		`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[7.6,45]},"properties":{"tipo":"cer","nome":"x","area servita":["Susa",1272]}}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, report, err := ingest.CollectPlaces(t.Context(), bytes.NewReader(b), o)
		if report == nil || err == nil && len(rows) > report.Rows {
			t.Fatal("rows out of nothing")
		}
		for _, r := range rows {
			if r.Name == "" || r.Kind == "" || r.Key == "" || r.Position != nil && !ingest.TerritoryBox.Contains(*r.Position) {
				t.Fatalf("%+v", r)
			}
		}
		if err := (ingest.RejectWriter{}).Write(new(bytes.Buffer), report.Rejects); err != nil {
			t.Fatal(err)
		}
	})
}

// A place beyond the border names its town, which is none of ours, and says
// where it is; one of ours, or one that is too far, is not beyond the border.
func TestPlacesBeyondTheBorder(t *testing.T) {
	const header = "tipo;nome;località;comune;istat_code;lat;lon;oltre_confine\n"
	rows, report, err := read(t, header+
		"portineria;Uno;;Briançon;;44,899;6,643;sì\n"+
		"portineria;Uno;Centro;Aosta;007003;45,737;7,320;yes\n"+
		"portineria;Uno;;Ceres;;45,3131;7,39;no\n")
	if err != nil || report.Rejected > 0 || len(rows) != 3 {
		t.Fatal(err, report)
	}
	if r := rows[0]; !r.External || r.Comune != "" || r.Locality != "Briançon" || r.Precision != geo.PrecisionExact || r.Position.Lon() != 6.643 {
		t.Errorf("%+v", r)
	}
	if r := rows[1]; !r.External || r.Comune != "" || r.Locality != "Centro, Aosta" || r.Key == rows[0].Key {
		t.Errorf("%+v", r)
	}
	if r := rows[2]; r.External || r.Comune != "001072" {
		t.Errorf("%+v", r)
	}
	for _, c := range []struct{ row, column, reason string }{
		{"portineria;Uno;;Briançon;;;;sì", "oltre_confine", "coordinate"},
		{"portineria;Uno;;Ceres;;44,899;6,643;sì", "comune", "001072"},
		{"portineria;Uno;;;001072;44,899;6,643;sì", "istat_code", "001072"},
		{"portineria;Uno;;Briançon;;44,899;6,643;forse", "oltre_confine", "sì o no"},
		{"portineria;Uno;;Milano;;45,464;9,19;sì", "lat", "40 km"},
		{"portineria;Uno;;Briançon;;6,643;44,899;sì", "lat", "scambiate"},
		{"portineria;Uno;;;;44,899;6,5;no", "lat", "fuori dai 312 comuni"},
	} {
		_, report, err := read(t, header+c.row+"\n")
		if err != nil || len(report.Rejects) != 1 || report.Rejects[0].Column != c.column || !strings.Contains(report.Rejects[0].Reason, c.reason) {
			t.Errorf("%s: %v %+v", c.row, err, report.Rejects)
		}
	}
}
