package snapshot

import (
	"fmt"
	"hash/maphash"

	"atlante/geo/layer"
	"atlante/tiles/index"
	"atlante/tiles/mvt"
	"atlante/tiles/shape"
	"atlante/tiles/world"
)

// areas are zones, comuni or gaps: per scenario their figures and shapes, in the order in which tiles hold them.
type areas struct {
	schema   *mvt.Schema
	values   *mvt.Values
	scenario map[string]*areaColumns
	borders  []*borders // what the shapes come from, for the next publication
}

type areaColumns struct {
	columns
	shape []*shape.Area
	index *index.Index
}

func (a *areas) write(w *mvt.Writer, scenario string, t world.Tile) {
	w.Begin(a.schema, a.values, t)
	s := a.scenario[scenario]
	if s == nil {
		return
	}
	s.index.Search(t.Box(buffer), func(i int) {
		w.Polygon(0, false, s.of(i), s.shape[i])
	})
}

func (a *areas) count(scenario string, t world.Tile) int {
	if s := a.scenario[scenario]; s != nil {
		return s.index.Count(t.Box(buffer))
	}
	return 0
}

func (a *areas) bytes() int64 {
	n := int64(a.values.Bytes())
	seen := map[*shape.Area]bool{}
	for _, s := range a.scenario {
		n += s.columns.bytes() + (8+16)*int64(len(s.shape)) + int64(s.index.Bytes())
		for _, area := range s.shape {
			if !seen[area] {
				seen[area] = true
				n += int64(area.Bytes())
			}
		}
	}
	return n
}

func (a *areas) features() int {
	n := 0
	for _, s := range a.scenario {
		n += len(s.shape)
	}
	return n
}

// areaRows gathers the rows of a layer of areas.
type areaRows struct {
	values   *mvt.Values
	scenario map[string]*areaList
	with     func(*layer.Row) *borders // those that an area is simplified with
	own      map[*borders]bool
	vertices int // of areas that were not known
}

type areaList struct {
	columns
	borders []*borders
	number  []int32 // of the area among those
}

// newAreaRows gathers zones or comuni, which share borders.
func newAreaRows(shared *borders) *areaRows {
	return &areaRows{values: mvt.NewValues(), scenario: map[string]*areaList{}, own: map[*borders]bool{},
		with: func(*layer.Row) *borders { return shared }}
}

// newGapRows gathers gaps. They follow the cells, not the borders of the comuni; those of one scenario, kind and territory
// lie beside each other, others on top of each other.
func newGapRows(seed maphash.Seed) *areaRows {
	groups := map[string]*borders{}
	a := newAreaRows(nil)
	a.with = func(r *layer.Row) *borders {
		group := r.Scenario
		for i, f := range gapFields {
			if f && i < len(r.Values) {
				group = fmt.Sprintf("%s %v", group, r.Values[i])
			}
		}
		if groups[group] == nil {
			groups[group] = newBorders(seed)
		}
		return groups[group]
	}
	return a
}

// gapFields marks the fields kind and territory, which stand before all fields per kind.
var gapFields = func() []bool {
	l, _ := layer.ByID("gaps")
	out := make([]bool, len(l.Fields))
	for i, f := range l.Fields {
		out[i] = f.Name == "kind" || f.Name == "territory"
	}
	return out
}()

func (a *areaRows) add(r *layer.Row) error {
	s := a.scenario[r.Scenario]
	if s == nil {
		s = &areaList{}
		a.scenario[r.Scenario] = s
	}
	b := a.with(r)
	a.own[b] = true
	known := b.points
	s.borders, s.number = append(s.borders, b), append(s.number, b.add(r.Shape))
	a.vertices += b.points - known
	return s.columns.add(a.values, r.Values)
}

func (a *areaRows) bytes() int64 {
	n := int64(a.values.Bytes())
	for _, s := range a.scenario {
		n += 4*int64(len(s.tags)) + 200*int64(len(s.number))
	}
	return n + 9*int64(a.vertices)
}

func (a *areaRows) finish(l layer.Layer, state layer.State, before body) (body, error) {
	names := keys(l, state)
	var known []*borders
	if old, ok := before.(*areas); ok && old != nil {
		known = old.borders
	}
	out := &areas{schema: mvt.NewSchema(l.ID, names), values: a.values, scenario: map[string]*areaColumns{}}
	for b := range a.own {
		b.simplify(known)
		out.borders = append(out.borders, b)
	}
	for id, s := range a.scenario {
		if err := s.fits(l, len(names)); err != nil {
			return nil, err
		}
		s.trim()
		made := &areaColumns{columns: s.columns, shape: make([]*shape.Area, len(s.number))}
		boxes := make([]world.Box, len(s.number))
		for i, n := range s.number {
			made.shape[i] = s.borders[i].areas[n]
			boxes[i] = made.shape[i].Box
		}
		made.index = index.New(boxes, node)
		out.scenario[id] = made
	}
	return out, nil
}
