package geo_test

import (
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// The arrows of the house: who may import whom. A package that is not named
// here fails the test, so that a new one gets its place.
var mayImport = map[string][]string{
	"geo":                    {},
	"geo/hex":                {"geo"},
	"geo/road":               {"geo"},
	"geo/travel":             {"geo", "geo/road"},
	"geo/travel/pgrouting":   {},
	"geo/road/synthetic":     {"geo", "geo/road"},
	"geo/gazetteer":          {"geo"},
	"geo/layer":              {"geo"},
	"geo/qgis":               {"geo", "geo/feature", "geo/layer"},
	"geo/cql2":               {"geo"},
	"geo/cover":              {"geo", "geo/hex", "geo/travel"},
	"geo/feature":            {"geo", "geo/cover", "geo/cql2"},
	"geo/ingest":             {"geo", "geo/gazetteer"},
	"geo/ingest/facts":       {"geo", "geo/gazetteer", "geo/ingest"},
	"geo/ingest/osm":         {"geo", "geo/road"},
	"geo/ingest/osm/osmtest": {},
	"geo/registry":           {"geo", "geo/access", "geo/gazetteer"},
	"geo/access":             {"geo"},
	"geo/mail":               {"geo", "geo/access"},
	"geo/mail/receiver":      {"geo"},
	"geo/work":               {"geo", "geo/hex", "geo/road", "geo/ingest/osm", "geo/travel", "geo/cover", "geo/gazetteer", "geo/ingest", "geo/ingest/facts", "geo/registry", "geo/access", "geo/mail"},
	"geo/backup":             {"geo"},
	"geo/dcat":               {"geo"},
	"geo/postgis":            {"geo", "geo/backup", "geo/hex", "geo/road", "geo/cover", "geo/gazetteer", "geo/ingest", "geo/layer", "geo/registry", "geo/access", "geo/mail", "migrations", "geo/cql2", "geo/feature"},
	"geo/postgis/cluster":    {},
	"geo/geotest":            {"*"},
	"migrations":             {},
	"api/wire":               {"geo"},
	"api":                    {"api/wire", "geo", "geo/hex", "geo/cover", "geo/gazetteer", "geo/layer"},
	"api/apitest":            {"*"},
	"api/ask":                {"api/wire", "geo", "geo/cover", "geo/cql2", "geo/feature"},
	"api/download":           {"api/ask", "api/wire", "geo", "geo/cover", "geo/cql2", "geo/export", "geo/feature"},
	"geo/export":             {"geo", "geo/feature"},
	"api/ogc":                {"api/ask", "api/wire", "geo", "geo/cover", "geo/cql2", "geo/export", "geo/feature", "geo/layer"},
	"web/ogcpage":            {"api/ogc", "api/wire", "geo", "geo/feature", "web/site"},
	"tiles":                  {"api/wire", "geo", "geo/cover", "geo/hex", "geo/layer", "tiles/cache", "tiles/guard", "tiles/mvt", "tiles/pack", "tiles/snapshot", "tiles/world"},
	"tiles/guard":            {},
	"tiles/cache":            {"tiles/guard"},
	"tiles/pack":             {},
	"tiles/world":            {},
	"tiles/index":            {"tiles/world"},
	"tiles/shape":            {"tiles/index", "tiles/world"},
	"tiles/mvt":              {"tiles/shape", "tiles/world"},
	"tiles/snapshot":         {"geo", "geo/hex", "geo/layer", "tiles/guard", "tiles/index", "tiles/mvt", "tiles/shape", "tiles/world"},
	"tiles/tiletest":         {"*"},
	"web":                    {"api/wire", "geo", "geo/hex", "geo/cover", "geo/gazetteer", "geo/layer", "web/site"},
	"web/site":               {"api/wire", "geo"},
	"web/site/sitetest":      {"*"},
	"web/data":               {"web/site", "api/wire", "geo", "geo/cover", "geo/cql2", "geo/dcat", "geo/export", "geo/feature", "geo/qgis"},
	"web/entry":              pages,
	"web/signin":             pages,
	"web/moderation":         pages,
	"cmd/atlante":            {"*"},
}

// pages are what packages with pages for the people who send and check entries
// may import.
var pages = []string{"web/site", "api/wire", "geo", "geo/registry", "geo/access", "geo/gazetteer", "geo/layer", "geo/hex"}

// Libraries that belong to one room.
var onlyIn = map[string][]string{
	"github.com/jackc/pgx/v5":    {"geo/postgis", "geo/postgis/cluster", "geo/geotest", "cmd/atlante"},
	"github.com/twpayne/go-geom": {"geo/postgis"},
	"github.com/uber/h3-go/v4":   {"geo/hex"},
	"github.com/go-chi/chi/v5":   {"api", "api/download", "api/ogc", "api/wire", "tiles", "web", "web/site", "web/data", "web/entry", "web/signin", "web/moderation", "cmd/atlante"},
	"net/http":                   {"api", "api/apitest", "api/download", "api/ogc", "api/wire", "web/ogcpage", "tiles", "web", "web/site", "web/data", "web/entry", "web/signin", "web/moderation", "cmd/atlante", "geo/work"},
	"database/sql":               {"geo/export", "geo/postgis"},

	"github.com/google/flatbuffers":    {"geo/export"},
	"github.com/mattn/go-sqlite3":      {"geo/export"},
	"github.com/parquet-go/parquet-go": {"geo/export"},
	"github.com/alecthomas/kong":       {"cmd/atlante"},
}

func TestArrows(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "atlante/")
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("package %s has no place in the house: name it in mayImport", name)
			continue
		}
		for _, i := range p.Imports {
			ours, isOurs := strings.CutPrefix(i, "atlante/")
			if isOurs && !contains(allowed, ours) {
				t.Errorf("%s imports %s: no such arrow", name, ours)
			}
			for library, rooms := range onlyIn {
				if (i == library || strings.HasPrefix(i, library+"/")) && !contains(rooms, name) {
					t.Errorf("%s imports %s, which belongs to %v", name, i, rooms)
				}
			}
		}
	}
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "atlante/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < 15 {
		t.Fatalf("only %d packages found", len(list))
	}
	return list
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s || x == "*" {
			return true
		}
	}
	return false
}
