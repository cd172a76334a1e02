package cover_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
	"atlante/geo/ingest/facts"
	"atlante/geo/travel"
)

// territory are the embedded facts with a grid over them.
type territory struct {
	comuni    []geo.Comune
	zones     []geo.Zone
	valleys   []geo.Valley
	kinds     []geo.Kind
	byName    map[string]geo.Comune
	cells     []cover.Cell
	residents []cover.CellResidents
	estimate  *travel.Estimate
}

// approximate is made once for all tests, which only read it.
var approximate = sync.OnceValues(func() (territory, error) {
	f, err := readFacts()
	if err != nil {
		return f, err
	}
	if f.cells, err = nearestSeats(f.comuni); err != nil {
		return f, err
	}
	f.residents, err = cover.Spread(f.comuni, f.cells, cover.DefaultParameters())
	return f, err
})

func approximateTerritory(t testing.TB) territory {
	t.Helper()
	f, err := approximate()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func readFacts() (f territory, err error) {
	if f.comuni, err = facts.Comuni(); err != nil {
		return f, err
	}
	if f.zones, err = facts.Zones(); err != nil {
		return f, err
	}
	if f.valleys, err = facts.Valleys(); err != nil {
		return f, err
	}
	if f.kinds, err = facts.Kinds(); err != nil {
		return f, err
	}
	passes, err := facts.Passes()
	if err != nil {
		return f, err
	}
	f.byName = map[string]geo.Comune{}
	for _, c := range f.comuni {
		f.byName[c.Name] = c
	}
	f.estimate, err = travel.NewEstimate(f.comuni, f.valleys, passes, travel.DefaultParameters())
	return f, err
}

// nearestSeats gives each cell to the nearest seat, if it is not too far for the
// comune's area; cells straddle two comuni where the distances nearly tie.
func nearestSeats(comuni []geo.Comune) ([]cover.Cell, error) {
	box := orb.Polygon{{{6.6, 44.68}, {8.18, 44.68}, {8.18, 45.63}, {6.6, 45.63}, {6.6, 44.68}}}
	all, err := hex.Fill(orb.MultiPolygon{box}, hex.Resolution)
	if err != nil {
		return nil, err
	}
	var out []cover.Cell
	for _, id := range all {
		p, err := id.Centre()
		if err != nil {
			return nil, err
		}
		best, second, owner, other := math.Inf(1), math.Inf(1), 0, 0
		for i, c := range comuni {
			x := (p.Lon() - c.Seat.Lon()) * 78.8 // km at 45° north
			y := (p.Lat() - c.Seat.Lat()) * 111.1
			if d := x*x + y*y; d < best {
				best, second, owner, other = d, best, i, owner
			} else if d < second {
				second, other = d, i
			}
		}
		if best > 2.2*comuni[owner].AreaKm2/math.Pi {
			continue // outside the territory
		}
		cell := cover.Cell{ID: id, Owner: comuni[owner].ID, Centre: p, Shares: []cover.Share{{Comune: comuni[owner].ID, Fraction: 1}}}
		if second-best < 2.5 {
			share := 0.5 + (second-best)/5
			cell.Shares = []cover.Share{{Comune: comuni[owner].ID, Fraction: share}, {Comune: comuni[other].ID, Fraction: 1 - share}}
		}
		out = append(out, cell)
	}
	return out, nil
}

// realTerritory has the real boundaries of the comuni; it skips without them.
func realTerritory(t testing.TB) territory {
	t.Helper()
	outlines := realBoundaries(t)
	f, err := readFacts()
	if err != nil {
		t.Fatal(err)
	}
	for _, comune := range f.comuni {
		cells, err := hex.Fill(outlines[comune.ID], hex.Resolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cells {
			p, err := c.Centre()
			if err != nil {
				t.Fatal(err)
			}
			f.cells = append(f.cells, cover.Cell{ID: c, Owner: comune.ID, Centre: p, Shares: []cover.Share{{Comune: comune.ID, Fraction: 1}}})
		}
	}
	if f.residents, err = cover.Spread(f.comuni, f.cells, cover.DefaultParameters()); err != nil {
		t.Fatal(err)
	}
	return f
}

func realBoundaries(t testing.TB) map[geo.ComuneID]orb.MultiPolygon {
	t.Helper()
	dir := os.Getenv("ATLANTE_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	b, err := os.ReadFile(filepath.Join(dir, "istat_comuni_p001.geojson"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real boundaries are absent; set ATLANTE_SHARED_DATA to the folder that holds them")
	}
	var fc struct {
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
			Properties struct {
				ID geo.ComuneID `json:"com_istat_code"`
			}
		}
	}
	if err == nil {
		err = json.Unmarshal(b, &fc)
	}
	out := map[geo.ComuneID]orb.MultiPolygon{}
	for _, f := range fc.Features {
		if f.Geometry.Type == "Polygon" {
			f.Geometry.Coordinates = slices.Concat([]byte("["), f.Geometry.Coordinates, []byte("]"))
		}
		var mp orb.MultiPolygon
		err = errors.Join(err, json.Unmarshal(f.Geometry.Coordinates, &mp))
		out[f.Properties.ID] = mp
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// place makes a place of a kind at the seat of a comune; serial tells ids apart.
func (f territory) place(serial int, kind geo.KindID, comune string, status geo.OperatingStatus) geo.Place {
	c := f.byName[comune]
	seat := c.Seat
	return geo.Place{
		ID: uuid.UUID{0, 0, 0, 0, 0, 1, 0x70, 0, 0x80, 14: byte(serial >> 8), 15: byte(serial)}, Kind: kind, Status: status,
		Name: string(kind) + " " + strconv.Itoa(serial), Comune: c.ID, Position: &seat, Precision: geo.PrecisionComune,
	}
}

// starting are places like those of the starting set.
func (f territory) starting() []geo.Place {
	var out []geo.Place
	for i, c := range []string{"Torino", "Torino", "Torino"} {
		p := f.place(i+1, "portineria", c, geo.StatusActive)
		p.Position[1] += 0.01 * float64(i)
		out = append(out, p)
	}
	for i, c := range []string{"Avigliana", "Oulx", "Rivarolo Canavese", "Torino"} {
		out = append(out, f.place(i+10, "portineria", c, geo.StatusPlanned))
	}
	for i := range 8 {
		p := f.place(i+20, "casa_del_quartiere", "Torino", geo.StatusActive)
		p.Position[0] += 0.008 * float64(i%3-1)
		p.Position[1] += 0.008 * float64(i%4-2)
		out = append(out, p)
	}
	for i, c := range []string{"Ceres", "Luserna San Giovanni", "Torino", "Torino"} {
		out = append(out, f.place(i+40, "partner", c, geo.StatusActive))
	}
	gal := f.place(60, "partner", "", geo.StatusActive)
	gal.Position = nil
	chieri := f.place(61, "cer", "Chieri", geo.StatusActive)
	chieri.ServiceArea = []geo.ComuneID{f.byName["Chieri"].ID, f.byName["Andezeno"].ID, f.byName["Santena"].ID}
	fervores := f.place(62, "cer", "", geo.StatusActive)
	fervores.Position = nil
	for _, c := range f.comuni {
		if c.Zone == 8 {
			fervores.MayReach = append(fervores.MayReach, c.ID)
		}
	}
	cpe := f.place(63, "cer", "Pinerolo", geo.StatusPlanned)
	cpe.MayReach = []geo.ComuneID{f.byName["Pinerolo"].ID, f.byName["Chieri"].ID}
	return append(out, gal, chieri, fervores, cpe)
}

func (f territory) input(places []geo.Place) cover.Input {
	return cover.Input{
		Comuni: f.comuni, Zones: f.zones, Valleys: f.valleys, Cells: f.cells, Residents: f.residents,
		Kinds: f.kinds, Places: places, Times: f.estimate, Model: cover.ModelEstimate,
		Parameters: cover.DefaultParameters(),
	}
}

func compute(t testing.TB, in cover.Input) cover.Result {
	t.Helper()
	r, err := cover.Compute(t.Context(), in, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
