package cover

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/travel"
)

// grid is the input put in order: comuni by id, populated cells by id, and the
// parts (cell, comune) whose residents every figure adds up.
type grid struct {
	comuni  []geo.Comune
	index   map[geo.ComuneID]int32
	cells   []PopulatedCell
	at      map[hex.Cell]int32
	centres []orb.Point
	owner   []int32         // by cell, into comuni
	parts   []part          // by cell, then comune
	first   []int32         // by cell: its first part; one more at the end
	origins []travel.Origin // by cell
}

type part struct {
	cell, comune int32
	residents    int
}

func newGrid(in Input) (*grid, error) {
	g := &grid{comuni: slices.Clone(in.Comuni), index: map[geo.ComuneID]int32{}, at: map[hex.Cell]int32{}}
	slices.SortFunc(g.comuni, func(a, b geo.Comune) int { return cmp.Compare(a.ID, b.ID) })
	for i, c := range g.comuni {
		if _, dup := g.index[c.ID]; dup {
			return nil, geo.Invalid("comune %s %s: ripetuto / repeated", c.ID, c.Name)
		}
		g.index[c.ID] = int32(i)
	}
	residents := slices.Clone(in.Residents)
	residents = slices.DeleteFunc(residents, func(r CellResidents) bool { return r.Residents == 0 })
	slices.SortFunc(residents, func(a, b CellResidents) int {
		return cmp.Or(cmp.Compare(a.Cell, b.Cell), cmp.Compare(a.Comune, b.Comune))
	})
	if err := g.addParts(residents); err != nil {
		return nil, err
	}
	if err := g.addCells(in.Cells); err != nil {
		return nil, err
	}
	for i, c := range g.cells {
		g.origins = append(g.origins, travel.Origin{Comune: c.Owner, Point: g.centres[i]})
	}
	return g, nil
}

func (g *grid) addParts(residents []CellResidents) error {
	for k, r := range residents {
		comune, ok := g.index[r.Comune]
		if !ok {
			return geo.Invalid("cella %s: il comune %q non è nell'elenco / unknown comune", r.Cell, r.Comune)
		}
		if r.Residents < 0 || (k > 0 && residents[k-1].Cell == r.Cell && residents[k-1].Comune == r.Comune) {
			return geo.Invalid("cella %s, comune %s: residenti negativi o ripetuti / residents negative or repeated", r.Cell, r.Comune)
		}
		if k == 0 || residents[k-1].Cell != r.Cell {
			g.at[r.Cell] = int32(len(g.cells))
			g.cells = append(g.cells, PopulatedCell{ID: r.Cell})
			g.first = append(g.first, int32(k))
		}
		cell := &g.cells[len(g.cells)-1]
		cell.Residents += r.Residents
		cell.Parts = append(cell.Parts, Part{r.Comune, r.Residents})
		g.parts = append(g.parts, part{int32(len(g.cells) - 1), comune, r.Residents})
	}
	g.first = append(g.first, int32(len(g.parts)))
	return nil
}

func (g *grid) addCells(cells []Cell) error {
	g.centres = make([]orb.Point, len(g.cells))
	g.owner = make([]int32, len(g.cells))
	seen := make([]bool, len(g.cells))
	for _, c := range cells {
		owner, ok := g.index[c.Owner]
		if !ok {
			return geo.Invalid("cella %s: il comune %q non è nell'elenco / unknown comune", c.ID, c.Owner)
		}
		if i, ok := g.at[c.ID]; ok {
			g.centres[i], g.owner[i], seen[i] = c.Centre, owner, true
			g.cells[i].Owner = c.Owner
		}
	}
	if i := slices.Index(seen, false); i >= 0 {
		return geo.Invalid("cella %s: ha residenti ma non è nel territorio / has residents but is not in the territory", g.cells[i].ID)
	}
	return nil
}

// partsOf are the parts of a cell, as a range of g.parts.
func (g *grid) partsOf(cell int32) (from, to int32) { return g.first[cell], g.first[cell+1] }
