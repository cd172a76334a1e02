package cover_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
	"atlante/geo/travel"
)

func TestSpreadMeetsEveryOfficialFigure(t *testing.T) {
	f := approximateTerritory(t)
	sum := map[geo.ComuneID]int{}
	total := 0
	for i, r := range f.residents {
		if r.Residents <= 0 {
			t.Fatalf("%+v", r)
		}
		if i > 0 && (f.residents[i-1].Cell > r.Cell || (f.residents[i-1].Cell == r.Cell && f.residents[i-1].Comune >= r.Comune)) {
			t.Fatalf("out of order at %d", i)
		}
		sum[r.Comune] += r.Residents
		total += r.Residents
	}
	for _, c := range f.comuni {
		if sum[c.ID] != c.Residents {
			t.Errorf("%s: %d residents in its cells, %d officially", c.Name, sum[c.ID], c.Residents)
		}
	}
	if total != 2_204_276 {
		t.Errorf("%d residents in all, want 2,204,276", total)
	}
}

// Torino is spread over λ = 4.8 km, Balme over 0.3: the residents of each stay
// within 4λ of its seat.
func TestSpreadKeepsVillagesInTheValley(t *testing.T) {
	f := approximateTerritory(t)
	centre := map[hex.Cell]orb.Point{}
	for _, c := range f.cells {
		centre[c.ID] = c.Centre
	}
	far := map[geo.ComuneID]float64{}
	for _, r := range f.residents {
		for _, name := range []string{"Torino", "Balme", "Giaveno"} {
			if c := f.byName[name]; c.ID == r.Comune {
				far[c.ID] = max(far[c.ID], travel.Km(centre[r.Cell], c.Seat, 6371.0088))
			}
		}
	}
	for name, lambda := range map[string]float64{"Torino": 4.757, "Balme": 0.3, "Giaveno": 0.6575} {
		if got := far[f.byName[name].ID]; got > 4*lambda || got < 0.5*lambda {
			t.Errorf("%s: farthest residents at %.2f km, λ is %.3f", name, got, lambda)
		}
	}
}

func TestSpreadDoesNotDependOnOrder(t *testing.T) {
	f := approximateTerritory(t)
	cells := slices.Clone(f.cells)
	random := rand.New(rand.NewPCG(1, 1))
	random.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
	comuni := slices.Clone(f.comuni)
	slices.Reverse(comuni)
	again, err := cover.Spread(comuni, cells, cover.DefaultParameters())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f.residents, again) {
		t.Error("another order of cells and comuni gives other residents")
	}
}

// small is a comune of the given residents at a seat, with k rings of cells.
func small(t *testing.T, id geo.ComuneID, residents int, seat orb.Point, k int) (geo.Comune, []cover.Cell) {
	t.Helper()
	middle, err := hex.Of(seat, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := middle.Disk(k)
	if err != nil {
		t.Fatal(err)
	}
	var cells []cover.Cell
	for _, c := range disk {
		p, err := c.Centre()
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, cover.Cell{ID: c, Owner: id, Centre: p, Shares: []cover.Share{{Comune: id, Fraction: 1}}})
	}
	return geo.Comune{ID: id, Name: "Comune " + string(id), Residents: residents, Seat: seat, Zone: 1,
		AltimetricZone: geo.AltimetricMountain, MountainClass: "T", SNAI: "F"}, cells
}

func TestSpreadWeighsByAreaAndDistance(t *testing.T) {
	c, cells := small(t, "001001", 100_000, orb.Point{7.5, 45.2}, 3)
	lambda := math.Sqrt(100_000 / (2 * math.Pi * 6000))
	half := cells[5].ID
	cells[5].Shares[0].Fraction = 0.5
	got, err := cover.Spread([]geo.Comune{c}, cells, cover.DefaultParameters())
	if err != nil {
		t.Fatal(err)
	}
	weight := func(cell cover.Cell) float64 {
		return cell.Shares[0].Fraction * math.Exp(-travel.Km(cell.Centre, c.Seat, 6371.0088)/lambda)
	}
	total := 0.0
	for _, cell := range cells {
		total += weight(cell)
	}
	if len(got) != len(cells) {
		t.Fatalf("%d cells populated, want %d", len(got), len(cells))
	}
	for i, r := range got {
		want := 100_000 * weight(cells[i]) / total
		if math.Abs(float64(r.Residents)-want) >= 1 {
			t.Errorf("cell %s (half %v): %d residents, quota %.2f", r.Cell, r.Cell == half, r.Residents, want)
		}
	}
}

// All cells have the same weight when each is its own comune's only one; with
// two equal quotas the odd resident goes to the lower cell.
func TestSpreadGivesTiesToTheLowerCell(t *testing.T) {
	c, cells := small(t, "001001", 3, orb.Point{7.5, 45.2}, 1)
	c.Seat = cells[0].Centre
	pair := []cover.Cell{cells[1], cells[2]}
	pair[0].Centre, pair[1].Centre = cells[1].Centre, cells[1].Centre
	got, err := cover.Spread([]geo.Comune{c}, []cover.Cell{pair[1], pair[0]}, cover.DefaultParameters())
	if err != nil {
		t.Fatal(err)
	}
	want := []cover.CellResidents{{Cell: cells[1].ID, Comune: c.ID, Residents: 2}, {Cell: cells[2].ID, Comune: c.ID, Residents: 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestSpreadWhereNoCellIsNearTheSeat(t *testing.T) {
	c, cells := small(t, "001001", 90, orb.Point{7.5, 45.2}, 30)
	var far []cover.Cell // only those beyond 4λ = 1.2 km
	nearest, km := hex.Cell(0), math.Inf(1)
	for _, cell := range cells {
		if d := travel.Km(cell.Centre, c.Seat, 6371.0088); d > 1.3 {
			far = append(far, cell)
			if d < km {
				nearest, km = cell.ID, d
			}
		}
	}
	got, err := cover.Spread([]geo.Comune{c}, far, cover.DefaultParameters())
	if err != nil {
		t.Fatal(err)
	}
	if want := []cover.CellResidents{{Cell: nearest, Comune: c.ID, Residents: 90}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want all in the nearest cell %s", got, nearest)
	}
	// The seat's own cell wins even when its centre lies beyond all weight.
	moved := slices.Clone(far)
	seatCell, err := hex.Of(c.Seat, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	moved = append(moved, cover.Cell{ID: seatCell, Owner: c.ID, Centre: orb.Point{8, 45}, Shares: []cover.Share{{Comune: c.ID, Fraction: 0.1}}})
	got, err = cover.Spread([]geo.Comune{c}, moved, cover.DefaultParameters())
	if err != nil {
		t.Fatal(err)
	}
	if want := []cover.CellResidents{{Cell: seatCell, Comune: c.ID, Residents: 90}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want all in the seat's cell %s", got, seatCell)
	}
}

func TestSpreadRefusesWhatCannotBe(t *testing.T) {
	c, cells := small(t, "001001", 90, orb.Point{7.5, 45.2}, 1)
	if _, err := cover.Spread([]geo.Comune{c}, nil, cover.DefaultParameters()); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("residents without a cell: %v", err)
	}
	if _, err := cover.Spread(nil, cells, cover.DefaultParameters()); !errors.Is(err, geo.ErrInvalid) {
		t.Errorf("cells of an unknown comune: %v", err)
	}
	c.Residents = 0
	if got, err := cover.Spread([]geo.Comune{c}, nil, cover.DefaultParameters()); err != nil || len(got) != 0 {
		t.Errorf("a comune of nobody: %v, %v", got, err)
	}
}
