package snapshot

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo/hex"
	"atlante/geo/layer"
	"atlante/tiles/index"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// placeFields are the fields of a place by itself; those of clusters stand behind them.
const placeFields = 8

// place is one place, as it stands in the overlay.
type place struct {
	key    uuid.UUID
	lonlat orb.Point // true or approximate position, EPSG:4326
	curve  uint64    // place of that position along the Hilbert curve
	cell   uint64    // H3 cell at resolution 9
	drawn  world.Point
	tags   []mvt.ValueID // placeFields of them
	before int32         // how many places of the base stand before it
}

// compare orders places: along the Hilbert curve, those that share a position together and by id. The order depends on
// the data alone, so that it does not matter when a place came.
func (p *place) compare(o *place) int {
	if c := p.comparePosition(o.curve, o.lonlat); c != 0 {
		return c
	}
	return bytes.Compare(p.key[:], o.key[:])
}

func (p *place) comparePosition(curve uint64, at orb.Point) int {
	if c := cmp.Compare(p.curve, curve); c != 0 {
		return c
	}
	if c := cmp.Compare(p.lonlat[0], at[0]); c != 0 {
		return c
	}
	return cmp.Compare(p.lonlat[1], at[1])
}

// same tells whether a place is the same in everything but where it is drawn, which depends on its neighbours.
func (p *place) same(o *place) bool {
	return p.lonlat == o.lonlat && p.cell == o.cell && slices.Equal(p.tags, o.tags)
}

func curveOf(at orb.Point) uint64 { return index.Hilbert(world.FromLonLat(at[0], at[1])) }

// readPlace turns a row into a place, drawn where it lies.
func readPlace(r *layer.Row, v *mvt.Values) (*place, error) {
	p := &place{tags: make([]mvt.ValueID, placeFields)}
	return p, p.read(r, v)
}

// read is readPlace into memory that is there already.
func (p *place) read(r *layer.Row, v *mvt.Values) (err error) {
	if p.key, err = uuid.Parse(r.Key); err != nil {
		return fmt.Errorf("place %q: %w", r.Key, err)
	}
	if len(r.Values) < placeFields {
		return fmt.Errorf("place %s: %d values, not %d", r.Key, len(r.Values), placeFields)
	}
	if math.IsNaN(r.Point[0]) || math.IsNaN(r.Point[1]) {
		return fmt.Errorf("place %s: no position", r.Key)
	}
	p.lonlat = orb.Point{0 + r.Point[0], 0 + r.Point[1]} // 0 + x: there is one zero, not two
	if p.cell = r.Cell; p.cell == 0 {
		c, err := hex.Of(p.lonlat, hex.Resolution)
		if err != nil {
			return err
		}
		p.cell = uint64(c)
	}
	for i := range p.tags {
		if p.tags[i], err = v.ID(r.Values[i]); err != nil {
			return fmt.Errorf("place %s: %w", r.Key, err)
		}
	}
	p.drawn = world.FromLonLat(p.lonlat[0], p.lonlat[1])
	p.curve = index.Hilbert(p.drawn)
	return nil
}
