package travel_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/travel"
)

type facts struct {
	comuni  []geo.Comune
	valleys []geo.Valley
	passes  []geo.Pass
	byName  map[string]geo.Comune
}

func readFacts(t testing.TB) facts {
	t.Helper()
	f := facts{byName: map[string]geo.Comune{}}
	for _, r := range readCSV(t, "comuni.csv") {
		num := func(i int) float64 {
			v, err := strconv.ParseFloat(r[i], 64)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		c := geo.Comune{ID: geo.ComuneID(r[0]), Name: r[1], Zone: geo.ZoneID(num(3)), Valley: geo.ValleyID(r[4]), Residents: int(num(5)), AreaKm2: num(6), AltitudeM: int(num(7)),
			AltimetricZone: geo.AltimetricZone(num(8)), MountainClass: geo.MountainClass(r[9]), SNAI: geo.SNAIClass(r[10]), PoleMinutes: num(11), Pole: r[12], Seat: orb.Point{num(14), num(13)}}
		f.comuni = append(f.comuni, c)
		f.byName[c.Name] = c
	}
	for _, r := range readCSV(t, "valleys.csv") {
		f.valleys = append(f.valleys, geo.Valley{ID: geo.ValleyID(r[0]), Name: r[1], Parent: geo.ValleyID(r[2]), Mouth: geo.ComuneID(r[3])})
	}
	for _, r := range readCSV(t, "passes.csv") {
		f.passes = append(f.passes, geo.Pass{From: geo.ComuneID(r[0]), To: geo.ComuneID(r[2]), Name: r[4], Open: r[5]})
	}
	return f
}

func readCSV(t testing.TB, name string) [][]string {
	t.Helper()
	dir := os.Getenv("ATLANTE_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	file, err := os.Open(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("absent")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func (f facts) estimate(t testing.TB, p travel.Parameters) *travel.Estimate {
	t.Helper()
	e, err := travel.NewEstimate(f.comuni, f.valleys, f.passes, p)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
