package hex

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"
)

// Centre of the cell in EPSG:4326, longitude first.
func (c Cell) Centre() (orb.Point, error) {
	ll, err := h3.Cell(c).LatLng()
	if err != nil {
		return orb.Point{}, fmt.Errorf("h3 centre of %s: %w", c, err)
	}
	return orb.Point{ll.Lng, ll.Lat}, nil
}

// Boundary is the outline of the cell in EPSG:4326: closed, counter-clockwise.
// It has six corners, more where an edge of the icosahedron crosses it.
func (c Cell) Boundary() (orb.Ring, error) {
	corners, err := h3.Cell(c).Boundary()
	if err != nil {
		return nil, fmt.Errorf("h3 boundary of %s: %w", c, err)
	}
	ring := make(orb.Ring, 0, len(corners)+1)
	for _, q := range corners {
		ring = append(ring, orb.Point{q.Lng, q.Lat})
	}
	ring = append(ring, ring[0])
	if ring.Orientation() == orb.CW {
		ring.Reverse()
	}
	return ring, nil
}

// Join gives the outline of cells of one resolution, each named once, in
// EPSG:4326: the cells that share edges are one polygon, rings are closed.
func Join(cells []Cell) (orb.MultiPolygon, error) {
	in := make([]h3.Cell, len(cells))
	for i, c := range cells {
		in[i] = h3.Cell(c)
	}
	found, err := h3.CellsToMultiPolygon(in)
	if err != nil {
		return nil, fmt.Errorf("h3 outline of %d cells: %w", len(cells), err)
	}
	out := make(orb.MultiPolygon, len(found))
	for i, p := range found {
		out[i] = orb.Polygon{fromLoop(p.GeoLoop)}
		for _, hole := range p.Holes {
			out[i] = append(out[i], fromLoop(hole))
		}
	}
	return out, nil
}

func fromLoop(loop h3.GeoLoop) orb.Ring {
	ring := make(orb.Ring, 0, len(loop)+1)
	for _, q := range loop {
		ring = append(ring, orb.Point{q.Lng, q.Lat})
	}
	return append(ring, ring[0])
}

func sorted(found []h3.Cell) []Cell {
	cells := make([]Cell, len(found))
	for i, o := range found {
		cells[i] = Cell(o)
	}
	slices.Sort(cells)
	return cells
}
