package ogc_test

import (
	"bufio"
	_ "embed"
	"slices"
	"strings"
	"testing"
)

// annex lists the abstract tests, apart from the tests.
//
//go:embed testdata/annex.txt
var annex string

// readAnnex gives the tests in the order of the annex, the requirements that each
// covers and those that must be covered.
func readAnnex(t *testing.T) (ids []string, covered, required map[string]bool) {
	t.Helper()
	covered, required = map[string]bool{}, map[string]bool{}
	for lines := bufio.NewScanner(strings.NewReader(annex)); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if names, is := strings.CutPrefix(line, "require "); is {
			for _, name := range strings.Fields(names) {
				required[name] = true
			}
			continue
		}
		id, requirements, _ := strings.Cut(line, ":")
		if slices.Contains(ids, id) {
			t.Fatalf("%s is listed twice", id)
		}
		ids = append(ids, id)
		for _, name := range strings.Fields(requirements) {
			covered[name] = true
		}
	}
	return ids, covered, required
}

// TestAbstract runs the abstract tests of Features part 1 core and part 2 against
// a server that runs, on PostGIS, and compares their list with the annex.
func TestAbstract(t *testing.T) {
	ids, covered, required := readAnnex(t)
	if len(ids) != 45 || len(required) != 16 {
		t.Fatalf("the annex lists %d tests and %d requirements of part 2", len(ids), len(required))
	}
	for name := range required {
		if !covered[name] {
			t.Errorf("/req/crs/%s is covered by no test", name)
		}
	}
	tests := map[string]func(*testing.T, *client){}
	for _, part := range []map[string]func(*testing.T, *client){coreTests(), featuresTests(), crsTests()} {
		for id, f := range part {
			if tests[id] != nil {
				t.Errorf("%s is tested twice", id)
			}
			tests[id] = f
			if !slices.Contains(ids, id) {
				t.Errorf("%s is a test that the annex does not list", id)
			}
		}
	}
	c := live(t)
	for _, id := range ids {
		f := tests[id]
		if f == nil {
			t.Errorf("%s has no test", id)
			continue
		}
		t.Run(strings.TrimPrefix(id, "/"), func(t *testing.T) { f(t, c) })
	}
}
