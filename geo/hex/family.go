package hex

import (
	"fmt"

	"github.com/uber/h3-go/v4"
)

// Parent of the cell at a coarser (or its own) resolution. Parents are logical:
// the outline of a parent need not contain its children.
func (c Cell) Parent(resolution int) (Cell, error) {
	p, err := h3.Cell(c).Parent(resolution)
	if err != nil {
		return 0, fmt.Errorf("h3 parent of %s at resolution %d: %w", c, resolution, err)
	}
	return Cell(p), nil
}

// Children of the cell at a finer (or its own) resolution, ascending.
func (c Cell) Children(resolution int) ([]Cell, error) {
	if n := resolution - c.Resolution(); n > 7 { // 7^7 is 823,543
		return nil, fmt.Errorf("h3 children of %s at resolution %d: %d levels are too many", c, resolution, n)
	}
	found, err := h3.Cell(c).Children(resolution)
	if err != nil {
		return nil, fmt.Errorf("h3 children of %s at resolution %d: %w", c, resolution, err)
	}
	return sorted(found), nil
}

// Disk gives the cells within k steps of the cell, itself included, ascending:
// 3k(k+1)+1 of them away from the twelve pentagons.
func (c Cell) Disk(k int) ([]Cell, error) {
	found, err := h3.Cell(c).GridDisk(k)
	if err != nil {
		return nil, fmt.Errorf("h3 disk of %s with %d rings: %w", c, k, err)
	}
	return sorted(found), nil
}

// Rings gives the cells at each distance 0 to k from the cell, in no fixed
// order within a ring.
func (c Cell) Rings(k int) ([][]Cell, error) {
	found, err := h3.Cell(c).GridDiskDistances(k)
	if err != nil {
		return nil, fmt.Errorf("h3 rings of %s up to %d: %w", c, k, err)
	}
	rings := make([][]Cell, len(found))
	for i, ring := range found {
		rings[i] = make([]Cell, len(ring))
		for j, o := range ring {
			rings[i][j] = Cell(o)
		}
	}
	return rings, nil
}

// Neighbours are the cells that share an edge with the cell, ascending.
func (c Cell) Neighbours() ([]Cell, error) {
	disk, err := c.Disk(1)
	if err != nil {
		return nil, err
	}
	out := disk[:0]
	for _, o := range disk {
		if o != c {
			out = append(out, o)
		}
	}
	return out, nil
}

// Distance in steps of the grid; an error when the cells are too far apart or
// of different resolutions.
func (c Cell) Distance(to Cell) (int, error) {
	n, err := h3.Cell(c).GridDistance(h3.Cell(to))
	if err != nil {
		return 0, fmt.Errorf("h3 distance from %s to %s: %w", c, to, err)
	}
	return n, nil
}
