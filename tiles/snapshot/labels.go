package snapshot

import (
	"strconv"

	"atlante/geo/layer"
	"atlante/tiles/index"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

// buffer is how far around a tile its features reach, in tile units. Names and clusters have none: each belongs to the
// one tile that holds its point, or it would be drawn twice.
const buffer = 64

// labels are points with a name, in the order in which tiles hold them.
type labels struct {
	schema *mvt.Schema
	values *mvt.Values
	at     []world.Point
	id     []uint64 // numbers of the features; nil when they have none
	index  *index.Index
	columns
}

func (l *labels) write(w *mvt.Writer, _ string, t world.Tile) {
	w.Begin(l.schema, l.values, t)
	l.index.Search(t.Box(0), func(i int) {
		if l.id == nil {
			w.Point(0, false, l.of(i), l.at[i])
		} else {
			w.Point(l.id[i], true, l.of(i), l.at[i])
		}
	})
}

func (l *labels) count(_ string, t world.Tile) int { return l.index.Count(t.Box(0)) }

func (l *labels) bytes() int64 {
	return int64(l.values.Bytes()) + l.columns.bytes() + 16*int64(len(l.at)) + int64(l.index.Bytes())
}

func (l *labels) features() int { return len(l.at) }

// labelRows gathers the rows of a layer of labels.
type labelRows struct {
	values *mvt.Values
	at     []world.Point
	id     []uint64
	columns
}

func newLabelRows() *labelRows { return &labelRows{values: mvt.NewValues()} }

func (l *labelRows) add(r *layer.Row) error {
	l.at = append(l.at, world.FromLonLat(r.Point[0], r.Point[1]))
	if r.Layer == "zone_labels" { // the zone's number is also the feature's
		n, err := strconv.ParseUint(r.Key, 10, 64)
		if err != nil {
			return err
		}
		l.id = append(l.id, n)
	}
	return l.columns.add(l.values, r.Values)
}

func (l *labelRows) bytes() int64 {
	return int64(l.values.Bytes()) + 4*int64(len(l.tags)) + 18*int64(len(l.at))
}

func (l *labelRows) finish(of layer.Layer, state layer.State, _ body) (body, error) {
	names := keys(of, state)
	if err := l.fits(of, len(names)); err != nil {
		return nil, err
	}
	return &labels{mvt.NewSchema(of.ID, names), l.values, l.at, l.id, index.NewPoints(l.at, node), l.columns}, nil
}
