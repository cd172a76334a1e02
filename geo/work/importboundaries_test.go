package work_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/geotest"
	"atlante/geo/ingest"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// outlines are the boundaries of a store, one polygon set by comune, for files
// that tests spoil.
func outlines(t testing.TB, s *postgis.Store) map[geo.ComuneID]orb.MultiPolygon {
	t.Helper()
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{Geometry: true})
	if err != nil {
		t.Fatal(err)
	}
	out := map[geo.ComuneID]orb.MultiPolygon{}
	for _, c := range comuni {
		out[c.ID] = c.Boundary
	}
	return out
}

// boundaryFile writes a GeoJSON of boundaries; crs may be "".
func boundaryFile(t testing.TB, outlines map[geo.ComuneID]orb.MultiPolygon, crs string) string {
	t.Helper()
	fc := geojson.NewFeatureCollection()
	for id, o := range outlines {
		f := geojson.NewFeature(o)
		f.Properties["com_istat_code"] = string(id)
		fc.Append(f)
	}
	if crs != "" {
		fc.ExtraMembers = map[string]any{"crs": map[string]any{"type": "name", "properties": map[string]any{"name": crs}}}
	}
	text, err := json.Marshal(fc)
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, "confini.geojson", string(text))
}

func writeFile(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// importBoundaries goes the way of `atlante import comuni FILE`.
func importBoundaries(t testing.TB, s *postgis.Store, file string) (bool, error) {
	t.Helper()
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := work.ReadBoundaries(t.Context(), file, comuni, ingest.CLILimits())
	if err != nil {
		return false, err
	}
	return work.ReplaceBoundaries(t.Context(), s, *b, geotest.Recomputation())
}

// moved gives all outlines with their points changed.
func moved(in map[geo.ComuneID]orb.MultiPolygon, change func(orb.Point) orb.Point) map[geo.ComuneID]orb.MultiPolygon {
	out := map[geo.ComuneID]orb.MultiPolygon{}
	for id, o := range in {
		o = o.Clone()
		for _, polygon := range o {
			for _, ring := range polygon {
				for i := range ring {
					ring[i] = change(ring[i])
				}
			}
		}
		out[id] = o
	}
	return out
}

func same(p orb.Point) orb.Point { return p }

// mercator is EPSG:3857, which nobody should send.
func mercator(p orb.Point) orb.Point {
	return orb.Point{p[0] * 111319.49, math.Log(math.Tan((90+p[1])*math.Pi/360)) * 6378137}
}

// territory are the outlines of all comuni.
type territory = map[geo.ComuneID]orb.MultiPolygon

const torino, ala, balme, pecetto = geo.ComuneID("001272"), geo.ComuneID("001003"), geo.ComuneID("001019"), geo.ComuneID("001183")

// spoiled are ways to spoil a good file, each refused with words that help.
var spoiled = []struct {
	name  string
	crs   string
	says  string
	spoil func(territory) territory
}{
	{"311 comuni", "", "servono esattamente 312 comuni, nel file ce ne sono 311; mancano: Ala di Stura (001003)",
		func(o territory) territory { delete(o, ala); return o }},
	{"313 comuni", "", "sconosciuti:",
		func(o territory) territory {
			o["001999"] = o[ala]
			return o
		}},
	{"a polygon that crosses itself", "", "Ala di Stura (001003): Self-intersection",
		func(o territory) territory {
			r := o[ala][0][0]
			r[1], r[2] = r[2], r[1]
			return o
		}},
	{"metres said to be degrees", "", "sistema di coordinate",
		func(o territory) territory {
			return moved(o, func(p orb.Point) orb.Point {
				return orb.Point{500_000 + (p[0]-9)*78_800, p[1] * 111_130}
			})
		}},
	{"degrees said to be metres", "urn:ogc:def:crs:EPSG::32632", "sistema di coordinate sbagliato", nil},
	{"a system that is not supported", "urn:ogc:def:crs:EPSG::3857", "EPSG:3857",
		func(o territory) territory {
			return moved(o, mercator)
		}},
	{"web mercator that says nothing", "", "sistema di coordinate",
		func(o territory) territory {
			return moved(o, mercator)
		}},
	{"swapped axes", "", "scambiate",
		func(o territory) territory {
			return moved(o, func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} })
		}},
	{"the codes of two comuni swapped", "", "municipio",
		func(o territory) territory {
			o[ala], o[balme] = o[balme], o[ala]
			return o
		}},
	{"everything five kilometres to the east", "", "municipio",
		func(o territory) territory {
			return moved(o, func(p orb.Point) orb.Point { return orb.Point{p[0] + 0.063, p[1]} })
		}},
	{"everything a hundredth too large", "", "km²",
		func(o territory) territory {
			return moved(o, func(p orb.Point) orb.Point { return orb.Point{7.4 + (p[0]-7.4)*1.01, p[1]} })
		}},
	{"a comune that lies over its neighbours", "", "sovrappongono",
		func(o territory) territory {
			o[ala] = moved(territory{ala: o[ala]}, func(p orb.Point) orb.Point {
				return orb.Point{7.306 + (p[0]-7.306)*1.25, 45.315 + (p[1]-45.315)*1.25}
			})[ala]
			return o
		}},
	{"a hole where a comune should be", "", "vuoti",
		func(o territory) territory {
			o[pecetto] = moved(territory{pecetto: o[pecetto]}, func(p orb.Point) orb.Point {
				seat := orb.Point{7.74995, 45.01688}
				return orb.Point{seat[0] + (p[0]-seat[0])*0.5, seat[1] + (p[1]-seat[1])*0.5}
			})[pecetto]
			return o
		}},
	{"a comune of one point", "", "001272",
		func(o territory) territory {
			o[torino] = orb.MultiPolygon{{orb.Ring{{7.6, 45}, {7.6, 45}, {7.6, 45}, {7.6, 45}}}}
			return o
		}},
}

// Boundary files that must be refused, each with words that help, and nothing of
// what was there changed: rows, versions, publication, checksums.
func TestRefusedBoundaries(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	good := outlines(t, s)
	all, before := fingerprint(t, s), fingerprint(t, s, cellTables...)
	for _, c := range spoiled {
		t.Run(c.name, func(t *testing.T) {
			o := moved(good, same)
			if c.spoil != nil {
				o = c.spoil(o)
			}
			changed, err := importBoundaries(t, s, boundaryFile(t, o, c.crs))
			if changed || !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v: expected a refusal that says %q", err, c.says)
			}
			unchanged(t, before, fingerprint(t, s, cellTables...))
		})
	}
	unchanged(t, all, fingerprint(t, s))
}

// Files that are no boundaries at all.
func TestBrokenBoundaryFiles(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	whole, err := os.ReadFile(boundaryFile(t, outlines(t, s), ""))
	if err != nil {
		t.Fatal(err)
	}
	before := fingerprint(t, s, cellTables...)
	for name, text := range map[string]string{
		"empty": "", "half of it": string(whole[:len(whole)/2]), "something after it": string(whole) + "{}",
		"a CSV": "a,b\n1,2\n", "a zip without end": "PK\x03\x04 and nothing", "an empty list": `{"type":"FeatureCollection","features":[]}`,
	} {
		if changed, err := importBoundaries(t, s, writeFile(t, "confini.geojson", text)); changed || !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	unchanged(t, before, fingerprint(t, s, cellTables...))
}

// The real file replaces the approximate boundaries, cells and figures in one
// step; the same file a second time changes nothing.
func TestImportRealBoundaries(t *testing.T) {
	t.Parallel()
	file := geotest.SharedData(t, "istat_comuni_p001.geojson")
	s := geotest.Real(t)
	p, err := s.Publication(t.Context())
	if err != nil || p.BoundaryApprox || p.Stale || !strings.Contains(p.BoundarySource, "istat_comuni_p001.geojson") {
		t.Errorf("%+v, %v", p, err)
	}
	before := fingerprint(t, s)
	if changed, err := importBoundaries(t, s, file); changed || err != nil {
		t.Errorf("the same file again: %v, %v", changed, err)
	}
	unchanged(t, before, fingerprint(t, s))
}

// A boundary import that is broken off while the grid is made or the coverage is
// computed leaves the old map whole.
func TestBoundaryImportBrokenOff(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	b, err := work.ReadBoundaries(t.Context(), boundaryFile(t, outlines(t, s), ""), comuniList(t, s), ingest.CLILimits())
	if err != nil {
		t.Fatal(err)
	}
	before := fingerprint(t, s)
	for _, at := range []int{100, 312 + 12} { // inside the grid, inside the computation
		ctx, r, steps := brokenOffAt(t, at)
		if changed, err := work.ReplaceBoundaries(ctx, s, *b, r); changed || err == nil {
			t.Errorf("broken off at step %d: %v, %v", at, changed, err)
		}
		if *steps < at {
			t.Errorf("only %d steps were made", *steps)
		}
		unchanged(t, before, fingerprint(t, s))
	}
	if f, err := s.Figures(t.Context(), cover.FigureFilter{Area: cover.AreaTerritory}); err != nil || len(f) == 0 {
		t.Errorf("the store answers no more: %v", err)
	}
}

func comuniList(t testing.TB, s *postgis.Store) []geo.Comune {
	t.Helper()
	comuni, _, err := s.Comuni(t.Context(), geo.ComuneFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return comuni
}
