package main

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/layer"
)

// besides is how far each copy of the territory lies east of the one before, in
// degrees of longitude: it is 1.7 wide.
const besides = 2.0

// copies is a store with the territory so many times over, side by side along its
// latitude: as many times the data at the same density, all but the first outside
// of the tiles that are asked for.
type copies struct {
	state layer.State
	rows  map[string][]layer.Row // by layer, as the store has given them
	times int
	cells []copiedCell // by cell
}

type copiedCell struct {
	cell hex.Cell
	row  int32
}

// readCopies reads the rows of all layers once.
func (b *tileBench) readCopies(ctx context.Context) (*copies, error) {
	c := &copies{rows: map[string][]layer.Row{}}
	var ids []string
	for _, l := range layer.Catalogue() {
		ids = append(ids, l.ID)
	}
	var err error
	c.state, err = b.d.TileRows(ctx, ids, func(r *layer.Row) error {
		kept := *r
		kept.Shape, kept.Values = r.Shape.Clone(), slices.Clone(r.Values)
		c.rows[r.Layer] = append(c.rows[r.Layer], kept)
		return nil
	})
	return c, err
}

// grow sets how many times the territory is there. The cells of a copy are those
// in which the centres come to lie: the grid does not repeat.
func (c *copies) grow(times int) error {
	c.times, c.cells = times, make([]copiedCell, 0, times*len(c.rows["cells"])/2)
	for i, r := range c.rows["cells"] {
		if r.Scenario != "current" {
			continue // the rows of the other scenario are of the same cells
		}
		first := hex.Cell(r.Cell)
		centre, err := first.Centre()
		if err != nil {
			return err
		}
		for n := range times {
			cell := first
			if n > 0 {
				if cell, err = hex.Of(orb.Point{centre[0] + besides*float64(n), centre[1]}, first.Resolution()); err != nil {
					return err
				}
			}
			c.cells = append(c.cells, copiedCell{cell, int32(i)})
		}
	}
	slices.SortFunc(c.cells, func(a, b copiedCell) int { return cmp.Or(cmp.Compare(a.cell, b.cell), cmp.Compare(a.row, b.row)) })
	c.cells = slices.CompactFunc(c.cells, func(a, b copiedCell) bool { return a.cell == b.cell })
	return nil
}

// TileState is that of the store.
func (c *copies) TileState(context.Context) (layer.State, error) { return c.state, nil }

// PlacesSince knows no changes.
func (c *copies) PlacesSince(context.Context, int64) (layer.PlaceChange, error) {
	return layer.PlaceChange{}, geo.ErrNotFound
}

// Listen hears nothing.
func (c *copies) Listen(ctx context.Context, changed func()) error {
	changed()
	<-ctx.Done()
	return ctx.Err()
}

// TileRows gives the rows of all copies.
func (c *copies) TileRows(_ context.Context, layers []string, each func(*layer.Row) error) (layer.State, error) {
	for _, id := range layers {
		var err error
		switch id {
		case "cells":
			err = c.eachCell(each)
		case "places":
			err = c.eachPlace(each)
		default:
			err = c.eachArea(id, each)
		}
		if err != nil {
			return c.state, err
		}
	}
	return c.state, nil
}

func (c *copies) eachCell(each func(*layer.Row) error) error {
	rows := c.rows["cells"]
	for _, scenario := range []string{"current", "planned"} {
		for _, cell := range c.cells {
			r := rows[cell.row]
			if scenario == "planned" { // its rows follow those of the first, in the same order
				r = rows[int(cell.row)+len(rows)/2]
			}
			name := cell.cell.String()
			r.Key, r.Cell, r.Values = name, uint64(cell.cell), slices.Clone(r.Values)
			r.Values[0] = name
			if err := each(&r); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachPlace numbers the copies of a place in the last bytes of its id, and names
// them apart.
func (c *copies) eachPlace(each func(*layer.Row) error) error {
	for _, first := range c.rows["places"] {
		id, err := uuid.Parse(first.Key)
		if err != nil {
			return err
		}
		values := slices.Clone(first.Values)
		for n := range c.times {
			r := first
			r.Values = values
			binary.BigEndian.PutUint16(id[14:], uint16(n))
			r.Key = id.String()
			values[0] = r.Key
			if n > 0 {
				values[1] = fmt.Sprint(first.Values[1], " ", strconv.Itoa(n))
				r.Point[0] += besides * float64(n)
				cell, err := hex.Of(r.Point, 9)
				if err != nil {
					return err
				}
				r.Cell = uint64(cell)
			}
			if err := each(&r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *copies) eachArea(id string, each func(*layer.Row) error) error {
	const metres = besides / 360 * 2 * math.Pi * 6378137 // of EPSG:3857
	for n := range c.times {
		for _, r := range c.rows[id] {
			r.Point[0] += besides * float64(n)
			r.Shape = r.Shape.Clone()
			for _, p := range r.Shape {
				for _, ring := range p {
					for i := range ring {
						ring[i][0] += metres * float64(n)
					}
				}
			}
			if err := each(&r); err != nil {
				return err
			}
		}
	}
	return nil
}

// features is how many the copies have, of all layers and of one scenario each.
func (c *copies) features() int {
	n := len(c.cells) + c.times*len(c.rows["places"])
	for id, rows := range c.rows {
		if id == "cells" || id == "places" {
			continue
		}
		if l, _ := layer.ByID(id); l.Coverage {
			n += c.times * len(rows) / 2
		} else {
			n += c.times * len(rows)
		}
	}
	return n
}
