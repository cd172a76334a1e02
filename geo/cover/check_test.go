package cover_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
)

func TestRealResultsCloseTheirSums(t *testing.T) {
	f := approximateTerritory(t)
	in := f.input(f.starting())
	r := compute(t, in)
	noViolations(t, in, r)
	// Show 3: residents by zone, at every resolution.
	want := map[geo.ZoneID]int{1: 853_196, 2: 231_276, 3: 262_424, 4: 133_969, 5: 129_681, 6: 101_356, 7: 99_846, 8: 80_347, 9: 85_490, 10: 98_056, 11: 128_635}
	zone := map[geo.ComuneID]geo.ZoneID{}
	for _, c := range f.comuni {
		zone[c.ID] = c.Zone
	}
	for z, n := range want {
		fig := figure(t, r, cover.ScenarioCurrent, "portineria", cover.Area{Kind: cover.AreaZone, ID: itoa(int(z)), Territory: geo.TerritoryAll})
		if fig.Residents != n || fig.Counts[0].Residents() != n {
			t.Errorf("zone %d: %d residents, want %d", z, fig.Residents, n)
		}
	}
	for _, resolution := range []int{8, 7, 6} {
		sum := map[geo.ZoneID]int{}
		for _, c := range r.Coarse {
			if c.ID.Resolution() == resolution {
				for _, p := range c.Parts {
					sum[zone[p.Comune]] += p.Residents
				}
			}
		}
		if !reflect.DeepEqual(sum, want) {
			t.Errorf("resolution %d: %v", resolution, sum)
		}
	}
}

// Whoever takes a resident away anywhere is found, and told by which rule.
func TestEveryLostResidentIsFound(t *testing.T) {
	for name, x := range map[string]struct {
		rule   string
		damage func(l *cover.Ledger)
	}{
		"one within less":         {"residents", func(l *cover.Ledger) { count(l).Within-- }},
		"one unknown more":        {"residents", func(l *cover.Ledger) { count(l).Unknown++ }},
		"moved to beyond":         {"parents", func(l *cover.Ledger) { count(l).Within--; count(l).Beyond++ }},
		"a figure is missing":     {"complete", func(l *cover.Ledger) { l.Figures = l.Figures[1:] }},
		"a comune is missing":     {"complete", func(l *cover.Ledger) { l.Figures = l.Figures[:len(l.Figures)-1] }},
		"a figure is there twice": {"complete", func(l *cover.Ledger) { l.Figures = append(l.Figures, l.Figures[0]) }},
		"a place lost":            {"parents", func(l *cover.Ledger) { l.Figures[0].Places++ }},
		"official residents":      {"official", func(l *cover.Ledger) { l.Comuni[0].Residents++ }},
		"scattered forgotten":     {"gaps", func(l *cover.Ledger) { l.Balances[0].Scattered++ }},
		"held back forgotten":     {"gaps", func(l *cover.Ledger) { l.Balances[0].HeldBack-- }},
		"balance against figures": {"gaps", func(l *cover.Ledger) { l.Balances[0].Beyond++; l.Balances[0].Scattered++ }},
		"a gap is missing":        {"gaps", func(l *cover.Ledger) { l.Gaps = l.Gaps[1:] }},
		"a gap is there twice":    {"complete", func(l *cover.Ledger) { l.Gaps[1].ID = l.Gaps[0].ID }},
		"low above residents":     {"gaps", func(l *cover.Ledger) { l.Gaps[0].ResidentsLow = l.Gaps[0].Residents + 1 }},
		"high below residents":    {"gaps", func(l *cover.Ledger) { l.Gaps[0].ResidentsHigh = l.Gaps[0].Residents - 1 }},
		"no balance":              {"complete", func(l *cover.Ledger) { l.Balances = nil }},
		"a cell lost a resident":  {"parents", func(l *cover.Ledger) { l.Cells[0].Residents-- }},
		"a cell's part":           {"official", func(l *cover.Ledger) { l.Cells[0].Residents--; l.Cells[0].Parts[0].Residents-- }},
		"a coarse cell is missing": {"official", func(l *cover.Ledger) {
			l.Coarse = slices.DeleteFunc(l.Coarse, func(c cover.CoarseCell) bool { return c.Residents > 0 && c.ID.Resolution() == 7 })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			in, _ := toy(t)
			in.Comuni = slices.Clone(in.Comuni)
			r := compute(t, in)
			l := r.Ledger(in.Comuni, in.Kinds)
			if found := cover.Check(l); len(found) > 0 {
				t.Fatalf("before: %v", found)
			}
			x.damage(&l)
			found := cover.Check(l)
			if !slices.ContainsFunc(found, func(v cover.Violation) bool { return v.Rule == x.rule && v.Got != v.Want }) {
				t.Errorf("found %v, want a violation of %q", found, x.rule)
			}
			for _, v := range found {
				if !strings.HasPrefix(v.String(), v.Rule+": ") || v.Where == "" {
					t.Errorf("%q does not say where", v)
				}
			}
		})
	}
}

// count is the last count of the first figure of a comune.
func count(l *cover.Ledger) *cover.Count {
	i := slices.IndexFunc(l.Figures, func(f cover.Figure) bool { return f.Area.Kind == cover.AreaComune })
	return &l.Figures[i].Counts[3]
}

func TestEveryParameterOfCoverageChangesTheHash(t *testing.T) {
	kinds := []geo.Kind{desk}
	base := cover.DefaultParameters()
	seen := map[string]string{base.Hash(kinds): "defaults"}
	note := func(name string, p cover.Parameters, kinds []geo.Kind) {
		t.Helper()
		h := p.Hash(kinds)
		if before, dup := seen[h]; dup {
			t.Errorf("%s does not change the hash of %s", name, before)
		}
		seen[h] = name
	}
	var walk func(path string, v reflect.Value, whole *cover.Parameters)
	walk = func(path string, v reflect.Value, whole *cover.Parameters) {
		for i := range v.NumField() {
			name := path + v.Type().Field(i).Name
			switch f := v.Field(i); f.Kind() {
			case reflect.Struct:
				walk(name+".", f, whole)
				continue
			case reflect.Float64:
				f.SetFloat(f.Float() + 0.5)
			case reflect.Int:
				f.SetInt(f.Int() + 1)
			case reflect.Bool:
				f.SetBool(!f.Bool())
			case reflect.Slice:
				f.Set(reflect.ValueOf(geo.Territories))
			default:
				t.Fatalf("%s is a %s", name, f.Kind())
			}
			note(name, *whole, kinds)
		}
	}
	changed := base
	walk("", reflect.ValueOf(&changed).Elem(), &changed)
	other := desk
	other.ThresholdFoot = 20
	note("ThresholdFoot", base, []geo.Kind{other})
	other = desk
	other.ModeElse = geo.ModeCar
	note("ModeElse", base, []geo.Kind{other})
	renamed := desk
	renamed.NameIT = "Banco"
	if base.Hash([]geo.Kind{renamed}) != base.Hash(kinds) {
		t.Error("a name is no parameter")
	}
}
