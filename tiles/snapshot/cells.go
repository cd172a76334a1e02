package snapshot

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo/hex"
	"atlante/geo/layer"
	"atlante/tiles/index"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// node is how many boxes or points stand in a node of an index.
const node = 16

// bands are the resolutions of cells that are drawn, coarsest first.
const bands = hex.Resolution - hex.Coarsest + 1

// cells are the H3 cells: per scenario their figures, per resolution their outlines.
type cells struct {
	schema   *mvt.Schema
	values   *mvt.Values
	scenario map[string]*[bands]cellBand
}

// cellBand are the cells of one resolution, by H3 index.
type cellBand struct {
	*outlines
	columns
}

// outlines are the corners of cells in the fixed point of the world. They follow from the H3 indices alone: scenarios
// and publications share them as long as the cells are the same.
type outlines struct {
	h3      []uint64
	corners []world.Point
	end     []uint32 // of each cell's corners; nil while all have six
	index   *index.Index
}

func (o *outlines) of(i int) []world.Point {
	if o.end == nil {
		return o.corners[6*i : 6*i+6]
	}
	from := uint32(0)
	if i > 0 {
		from = o.end[i-1]
	}
	return o.corners[from:o.end[i]]
}

func (o *outlines) bytes() int64 {
	return 8*int64(cap(o.h3)) + 8*int64(cap(o.corners)) + 4*int64(cap(o.end)) + 16*int64(len(o.h3)) + int64(o.index.Bytes())
}

func (c *cells) band(scenario string, zoom uint32) *cellBand {
	s := c.scenario[scenario]
	if s == nil {
		return nil
	}
	return &s[layer.CellResolution(zoom)-hex.Coarsest]
}

func (c *cells) write(w *mvt.Writer, scenario string, t world.Tile) {
	w.Begin(c.schema, c.values, t)
	b := c.band(scenario, t.Z)
	if b == nil || b.outlines == nil {
		return
	}
	b.index.Search(t.Box(buffer), func(i int) {
		w.Hexagon(0, false, b.columns.of(i), b.outlines.of(i))
	})
}

func (c *cells) count(scenario string, t world.Tile) int {
	b := c.band(scenario, t.Z)
	if b == nil || b.outlines == nil {
		return 0
	}
	return b.index.Count(t.Box(buffer))
}

func (c *cells) bytes() int64 {
	n := int64(c.values.Bytes())
	seen := map[*outlines]bool{}
	for _, s := range c.scenario {
		for i := range s {
			n += s[i].columns.bytes()
			if o := s[i].outlines; o != nil && !seen[o] {
				seen[o] = true
				n += o.bytes()
			}
		}
	}
	return n
}

func (c *cells) features() int {
	n := 0
	for _, s := range c.scenario {
		for i := range s {
			if s[i].outlines != nil {
				n += len(s[i].h3)
			}
		}
	}
	return n
}

// cellRows gathers the rows of cells.
type cellRows struct {
	values   *mvt.Values
	scenario map[string]*[bands]cellList
}

type cellList struct {
	h3 []uint64
	columns
}

func newCellRows() *cellRows {
	return &cellRows{values: mvt.NewValues(), scenario: map[string]*[bands]cellList{}}
}

func (c *cellRows) add(r *layer.Row) error {
	s := c.scenario[r.Scenario]
	if s == nil {
		s = new([bands]cellList)
		c.scenario[r.Scenario] = s
	}
	band := hex.Cell(r.Cell).Resolution() - hex.Coarsest
	if band < 0 || band >= bands {
		return fmt.Errorf("cell %x: of no resolution that is drawn", r.Cell)
	}
	l := &s[band]
	if n := len(l.h3); n > 0 && l.h3[n-1] >= r.Cell {
		return fmt.Errorf("cell %x after %x: rows of cells come by index, each once", r.Cell, l.h3[n-1])
	}
	l.h3 = append(l.h3, r.Cell)
	return l.columns.add(c.values, r.Values)
}

func (c *cellRows) bytes() int64 {
	n := int64(c.values.Bytes())
	for _, s := range c.scenario {
		for i := range s {
			n += 4*int64(len(s[i].tags)) + 74*int64(len(s[i].h3))/int64(len(c.scenario))
		}
	}
	return n
}

// finish makes the layer; outlines of the layer before are used again where the cells are the same.
func (c *cellRows) finish(l layer.Layer, state layer.State, before body) (body, error) {
	names := keys(l, state)
	out := &cells{schema: mvt.NewSchema(l.ID, names), values: c.values, scenario: map[string]*[bands]cellBand{}}
	var known []*outlines
	if old, ok := before.(*cells); ok && old != nil {
		for _, s := range old.scenario {
			for i := range s {
				known = append(known, s[i].outlines)
			}
		}
	}
	for id, s := range c.scenario {
		made := new([bands]cellBand)
		for i := range s {
			if err := s[i].fits(l, len(names)); err != nil {
				return nil, err
			}
			o, err := outlinesOf(s[i].h3, known)
			if err != nil {
				return nil, err
			}
			s[i].trim()
			known, made[i] = append(known, o), cellBand{o, s[i].columns}
		}
		out.scenario[id] = made
	}
	return out, nil
}

// outlinesOf gives the outlines of cells: known ones when they are of the same cells.
func outlinesOf(h3 []uint64, known []*outlines) (*outlines, error) {
	for _, o := range known {
		if o != nil && slices.Equal(o.h3, h3) {
			return o, nil
		}
	}
	o := &outlines{h3: trimmed(h3), corners: make([]world.Point, 0, 6*len(h3))}
	boxes, end, six := make([]world.Box, len(h3)), make([]uint32, len(h3)), true
	for i, cell := range h3 {
		ring, err := hex.Cell(cell).Boundary()
		if err != nil {
			return nil, err
		}
		from := len(o.corners)
		o.corners = appendRing(o.corners, ring)
		boxes[i] = world.Around(o.corners[from:])
		end[i], six = uint32(len(o.corners)), six && len(o.corners)-from == 6
	}
	if !six {
		o.end = end
	}
	o.index = index.New(boxes, node)
	return o, nil
}

// appendRing appends the corners of a closed ring in EPSG:4326, the first not repeated.
func appendRing(dst []world.Point, ring orb.Ring) []world.Point {
	for _, p := range ring[:len(ring)-1] {
		dst = append(dst, world.FromLonLat(p[0], p[1]))
	}
	return dst
}
