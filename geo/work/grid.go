// Package work is what the service does over small interfaces: import, compute,
// publish. It knows neither SQL nor HTTP handlers; cmd hands it the store.
package work

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// Progress is told how much of a total is done.
type Progress func(done, total int)

// GridStore keeps the cells and their residents.
type GridStore interface {
	Comuni(context.Context, geo.ComuneFilter) ([]geo.Comune, string, error)
	ReplaceGrid(context.Context, []cover.Cell, []cover.CellShape) error
	ReplaceResidents(ctx context.Context, residents []cover.CellResidents, tier string) error
}

// tierSpread is the embedded tier of residents.
const tierSpread = "spread"

// RebuildGrid makes the cells of the territory from its boundaries, each owned
// by the comune of its centre, and spreads every comune's official residents
// over them. Run it in the transaction that changed boundaries or residents.
func RebuildGrid(ctx context.Context, s GridStore, p cover.Parameters, progress Progress) error {
	comuni, _, err := s.Comuni(ctx, geo.ComuneFilter{Geometry: true})
	if err != nil {
		return err
	}
	var cells []cover.Cell
	taken := map[hex.Cell]bool{}
	for i, c := range comuni {
		mine, err := hex.Fill(c.Boundary, hex.Resolution)
		if err != nil {
			return fmt.Errorf("%s %s: %w", c.ID, c.Name, err)
		}
		for _, id := range mine {
			if taken[id] { // a centre on a shared border belongs to the lower code
				continue
			}
			taken[id] = true
			centre, err := id.Centre()
			if err != nil {
				return err
			}
			cells = append(cells, cover.Cell{ID: id, Owner: c.ID, Centre: centre})
		}
		progress(i+1, len(comuni))
	}
	if err := shareOut(cells, comuni); err != nil {
		return err
	}
	shapes, err := shapesOf(cells)
	if err != nil {
		return err
	}
	if err := s.ReplaceGrid(ctx, cells, shapes); err != nil {
		return err
	}
	residents, err := cover.Spread(comuni, cells, p)
	if err != nil {
		return err
	}
	return s.ReplaceResidents(ctx, residents, tierSpread)
}

// shapesOf lists the cells and their parents down to the coarsest published
// resolution, each once; a parent is owned by the comune that owns most of its
// cells, ties to the lower code.
func shapesOf(cells []cover.Cell) ([]cover.CellShape, error) {
	owners := map[hex.Cell]map[geo.ComuneID]int{}
	shapes := make([]cover.CellShape, 0, len(cells)+len(cells)/5)
	for _, c := range cells {
		shapes = append(shapes, cover.CellShape{Cell: c.ID, Owner: c.Owner})
		for r := hex.Coarsest; r < hex.Resolution; r++ {
			p, err := c.ID.Parent(r)
			if err != nil {
				return nil, err
			}
			if owners[p] == nil {
				owners[p] = map[geo.ComuneID]int{}
			}
			owners[p][c.Owner]++
		}
	}
	for p, count := range owners {
		shapes = append(shapes, cover.CellShape{Cell: p, Owner: most(count)})
	}
	slices.SortFunc(shapes, func(a, b cover.CellShape) int { return cmp.Compare(a.Cell, b.Cell) })
	return shapes, nil
}

func most(count map[geo.ComuneID]int) geo.ComuneID {
	var best geo.ComuneID
	for c, n := range count {
		if n > count[best] || n == count[best] && (best == "" || c < best) {
			best = c
		}
	}
	return best
}
