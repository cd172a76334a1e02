package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const onePlace = "kind,name,comune\nportineria,Portineria di prova,Ceres\n"

// placesFile writes a file of places.
func placesFile(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// shared gives a file of real data that is not part of the project.
func shared(t testing.TB, name string) string {
	t.Helper()
	for _, folder := range []string{os.Getenv("ATLANTE_SHARED_DATA"), filepath.Join("..", "..", "..", "shared", "data")} {
		path, err := filepath.Abs(filepath.Join(folder, name))
		if _, e := os.Stat(path); folder != "" && err == nil && e == nil {
			return path
		}
	}
	t.Skipf("real data %s is not on this machine: set ATLANTE_SHARED_DATA to its folder", name)
	return ""
}

// The commands that look, each starting and stopping a cluster of its own.
func TestCommandsThatLook(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	if r := atlante(t, 0, data, "check"); strings.Contains(r.out, "✗") || strings.Count(r.out, "✓") < 8 || !strings.Contains(r.out, "all sums close") {
		t.Errorf("check:\n%s", r.out)
	}
	if r := atlante(t, 0, data, "gaps", "--limit", "15"); strings.Count(r.out, "g-portineria-") != 15 || !strings.Contains(r.out, "--limit") {
		t.Errorf("gaps:\n%s", r.out)
	}
	if r := atlante(t, 0, data, "gaps", "--planned", "--lang", "en", "--limit", "1"); !strings.Contains(r.out, "residents") {
		t.Errorf("gaps in English:\n%s", r.out)
	}
	for _, wrong := range [][]string{{"--kind", "Portineria!"}, {"--kind", "edicola"}, {"--limit=-3"}} {
		if r := atlante(t, 2, data, append([]string{"gaps"}, wrong...)...); !strings.Contains(r.err, "scegli tra portineria, casa_del_quartiere, partner, cer") && !strings.Contains(r.err, "da 1 a 1000") {
			t.Errorf("gaps %v:\n%s", wrong, r.err)
		}
	}
	if r := atlante(t, 0, data, "gaps", "--kind", "cer"); !strings.Contains(r.out, "serve un'area") && !strings.Contains(r.out, "g-cer-") {
		t.Errorf("gaps of a kind by area:\n%s", r.out)
	}
	if r := atlante(t, 0, data, "gaps", "--limit", "1"); strings.Contains(r.err, "level=INFO") {
		t.Errorf("log lines among the list:\n%s", r.err)
	}
	if r := atlante(t, 0, data, "unplaced"); !strings.Contains(r.out, "FERVORES") || !strings.Contains(r.out, "GAL Valli del Canavese") {
		t.Errorf("unplaced:\n%s", r.out)
	}
	atlante(t, 0, data, "db", "migrate")
	if n := sql(t, data, "SELECT count(*) FROM atlante.publication"); n != "1" {
		t.Errorf("looking has made publications: %s", n)
	}
	nobodyLeft(t, data, nil)
}

// A figure that somebody has spoilt by hand is found.
func TestCheckFailsOnDamage(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	sql(t, data, "UPDATE atlante.figure SET within[1] = within[1] + 1 WHERE area = 'zone' AND area_id = '7' AND kind = 'partner'")
	if r := atlante(t, 1, data, "check"); !strings.Contains(r.out, "✗") || !strings.Contains(r.err, "rules violated") {
		t.Errorf("%s%s", r.out, r.err)
	}
}

// Places through the command line: a dry run, an import, the same again, and a
// file with a bad row, whose list of refused rows lies beside it.
func TestImportPlacesByCommand(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	file := placesFile(t, "uno.csv", onePlace)
	if r := atlante(t, 0, data, "import", "places", "--dry-run", file); !strings.Contains(r.out, "1 nuovi, 0 cambiati") {
		t.Errorf("%s", r.out)
	}
	if n := sql(t, data, "SELECT count(*) FROM atlante.place"); n != "31" {
		t.Errorf("%s places after a dry run", n)
	}
	if r := atlante(t, 0, data, "import", "places", file); !strings.Contains(r.out, "1 nuovi") || !strings.Contains(r.out, "Copertura pubblicata") {
		t.Errorf("%s", r.out)
	}
	if r := atlante(t, 0, data, "import", "places", file); !strings.Contains(r.out, "0 nuovi, 0 cambiati, 1 uguali") || strings.Contains(r.out, "pubblicata") {
		t.Errorf("%s", r.out)
	}
	bad := placesFile(t, "due.csv", "tipo;nome;comune\npartner;Uno;Susa\npartner;\"Due;Susa\n")
	r := atlante(t, 1, data, "import", "places", bad)
	if !strings.Contains(r.err, "due.csv") || !strings.Contains(r.err, "riga 3") || !strings.Contains(r.out, "due.csv.rifiutate.csv") {
		t.Errorf("%s%s", r.out, r.err)
	}
	list, err := os.ReadFile(bad + ".rifiutate.csv")
	if err != nil || !strings.HasPrefix(string(list), "file,line,column,value,reason\r\ndue.csv,3,nome,") {
		t.Errorf("%q, %v", list, err)
	}
	if n := sql(t, data, "SELECT count(*) || ' ' || (SELECT max(id) FROM atlante.publication) FROM atlante.place"); n != "32 2" {
		t.Errorf("places and publication: %s", n)
	}
}

// Real boundaries, imported beside a running service, change map and figures
// without a restart; a second time they change nothing.
func TestImportBoundariesBesideTheService(t *testing.T) {
	t.Parallel()
	file := shared(t, "istat_comuni_p001.geojson")
	s := serving(t, begunDir(t), withPyramid)
	const tile, page = "/tiles/comuni/9/266/183.mvt", "/comuni/001003"
	_, headers, drawn := s.ask(tile)
	_, pageBefore := s.get(page)
	if id, stale, approximate := s.publication(t); id != 1 || stale || !approximate {
		t.Fatalf("before: publication %d, stale %v, approximate %v", id, stale, approximate)
	}
	if r := atlante(t, 0, s.data, "import", "comuni", file); !strings.Contains(r.out, "312 comuni") {
		t.Errorf("%s", r.out)
	}
	began := time.Now()
	s.until(t, 30*time.Second, "the map has not changed", func() bool {
		_, h, now := s.ask(tile)
		return now != drawn && h.Get("ETag") != headers.Get("ETag")
	})
	t.Logf("the map changed %s after the import", time.Since(began).Round(time.Millisecond))
	s.until(t, 30*time.Second, "the figures are stale", func() bool {
		id, stale, approximate := s.publication(t)
		return id >= 2 && !stale && !approximate
	})
	if _, now := s.get(page); now == pageBefore || strings.Contains(now, "approssimat") {
		t.Errorf("the page of the comune still says that its boundary is approximate")
	}
	id, _, _ := s.publication(t)
	if r := atlante(t, 0, s.data, "import", "comuni", file); !strings.Contains(r.out, "nulla da cambiare") {
		t.Errorf("%s", r.out)
	}
	if now, _, _ := s.publication(t); now != id {
		t.Errorf("publication %d after an import of what is there", now)
	}
	atlante(t, 0, s.data, "check")
	s.interrupt(t)
}
