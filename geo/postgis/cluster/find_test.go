package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	p13, p15, p16, p17bare := Installation{"/13", 13, "3.1"}, Installation{"/15", 15, "3.3"}, Installation{"/16", 16, "3.4"}, Installation{"/17", 17, ""}
	for _, tc := range []struct {
		name  string
		found []Installation
		major int
		want  Installation
		mend  string
	}{
		{"the newest with PostGIS", []Installation{p17bare, p16, p15}, 0, p16, ""},
		{"the version of the data", []Installation{p17bare, p16, p15}, 15, p15, ""},
		{"the version of the data is gone", []Installation{p16}, 15, Installation{}, "postgresql-15-postgis-3"},
		{"only PostGIS is missing", []Installation{p17bare}, 0, Installation{}, "postgresql-17-postgis-3"},
		{"too old", []Installation{p13}, 0, Installation{}, "postgresql postgresql-postgis"},
		{"nothing", nil, 0, Installation{}, "postgresql postgresql-postgis"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := choose(tc.found, tc.major)
			if tc.mend == "" {
				if err != nil || got != tc.want {
					t.Fatalf("%+v, %v", got, err)
				}
				return
			}
			if !errors.Is(err, ErrNoPostgres) {
				t.Fatalf("%+v, %v", got, err)
			}
			mustContain(t, err.Error(), "apt-get install "+tc.mend)
		})
	}
}

func TestPostgisVersion(t *testing.T) {
	t.Parallel()
	share := t.TempDir()
	if got := postgisIn(share); got != "" {
		t.Errorf("nothing there: %q", got)
	}
	if err := os.Mkdir(filepath.Join(share, "extension"), 0o755); err != nil {
		t.Fatal(err)
	}
	text := "# postgis extension\ncomment = 'x'\ndefault_version = '3.4.2'\n"
	if err := os.WriteFile(filepath.Join(share, "extension", "postgis.control"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := postgisIn(share); got != "3.4.2" {
		t.Errorf("%q", got)
	}
}

func TestCheck(t *testing.T) {
	needPostgres(t)
	t.Parallel()
	dir := openDir(t)
	good := func(when string) map[string]string {
		t.Helper()
		found := map[string]string{}
		for _, f := range Check(t.Context(), Options{DataDir: dir}) {
			if f.Name != "Spazio su disco / disk space" && (!f.OK || f.Mend != "") {
				t.Errorf("%s: %+v", when, f)
			}
			found[f.Name] = f.Found
		}
		return found
	}
	before := good("before the first start")
	if _, there := before["Cluster"]; there || len(before) != 6 {
		t.Errorf("before the first start: %v", before)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("Check has made %v", entries)
	}
	c := start(t, Options{DataDir: dir})
	for _, f := range Check(t.Context(), Options{DataDir: dir}) {
		// The cluster of a test is not durable, and Check must see it.
		if f.OK != (f.Name != "Durabilità / durability") {
			t.Errorf("while it runs: %+v", f)
		}
	}
	stop(t, c)
	mustContain(t, good("after the stop")["Cluster"], "stopped")

	if err := os.WriteFile(filepath.Join(c.data(), "PG_VERSION"), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, f := range Check(t.Context(), Options{DataDir: dir}) {
		if f.Name == "Cluster" && (f.OK || f.Mend != "sudo apt-get install postgresql-99-postgis-3") {
			t.Errorf("data of another version: %+v", f)
		}
	}
}

func TestCheckSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		found    []Installation
		oks      [2]bool
		mendLast string
	}{
		{nil, [2]bool{false, false}, "sudo apt-get install postgresql postgresql-postgis"},
		{[]Installation{{"/16", 16, ""}}, [2]bool{true, false}, "sudo apt-get install postgresql-16-postgis-3"},
		{[]Installation{{"/16", 16, "3.4"}}, [2]bool{true, true}, ""},
	} {
		f := checkInstalled(tc.found)
		if f[0].OK != tc.oks[0] || f[1].OK != tc.oks[1] || f[1].Mend != tc.mendLast {
			t.Errorf("%v: %+v", tc.found, f)
		}
	}
}
