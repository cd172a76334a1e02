package postgis

import (
	"context"
	"encoding/json"
	"math"
	"strconv"

	"atlante/geo"
	"atlante/geo/cover"
)

// What the tiles say of cells and areas, as one JSON object each: the fields of
// the catalogue in geo/layer with the kinds filled in.

// publishCells writes what each populated cell shows, at every resolution; where
// nobody lives the tiles show the publication's empty_props.
func (s *Store) publishCells(ctx context.Context, id int64, r cover.Result) error {
	columns := []string{"publication", "scenario", "h3", "comune", "residents", "props"}
	for _, sc := range []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned} {
		i := -1
		kinds := make([]cover.CoarseKind, len(r.Views))
		err := s.copyTo(ctx, "cell_figure", columns, func() ([]any, error) {
			if i++; i >= len(r.Cells) {
				return nil, nil
			}
			for n := range r.Views {
				kinds[n] = r.CellKind(i, n)
			}
			c := r.Cells[i]
			return []any{id, string(sc), int64(c.ID), string(c.Owner), int32(c.Residents), cellProps(sc, r.Views, kinds)}, nil
		})
		if err != nil {
			return err
		}
		i = -1
		err = s.copyTo(ctx, "cell_figure", columns, func() ([]any, error) {
			for i++; i < len(r.Coarse) && r.Coarse[i].Residents == 0; i++ {
			}
			if i >= len(r.Coarse) {
				return nil, nil
			}
			c := r.Coarse[i]
			return []any{id, string(sc), int64(c.ID), string(c.Comune), int32(c.Residents), cellProps(sc, r.Views, c.Kinds)}, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// cellProps writes the JSON by hand: it is made some 60,000 times a publication.
func cellProps(sc cover.Scenario, views []cover.View, kinds []cover.CoarseKind) string {
	b := []byte{'{'}
	field := func(name string, kind geo.KindID) {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, name...)
		b = append(b, '_')
		b = append(b, kind...)
		b = append(b, `":`...)
	}
	text := func(s cover.State) {
		b = append(b, '"')
		b = append(b, s...)
		b = append(b, '"')
	}
	for n, v := range views {
		if v.Scenario != sc {
			continue
		}
		k := kinds[n]
		if v.Kind.ByArea {
			field("served", v.Kind.ID)
			text(k.State)
			continue
		}
		field("state", v.Kind.ID)
		text(k.State)
		if k.State == cover.StateOK || k.State == cover.StateWalkOnly {
			field("minutes", v.Kind.ID)
			b = strconv.AppendInt(b, int64(math.Ceil(float64(k.Minutes))), 10)
		}
		if k.Second > 0 {
			field("second", v.Kind.ID)
			b = strconv.AppendInt(b, int64(math.Ceil(float64(k.Second))), 10)
		}
		if k.State != cover.StateEmpty {
			field("gap", v.Kind.ID)
			b = strconv.AppendFloat(b, round(k.Flagged, 3), 'f', -1, 64)
		}
	}
	return string(append(b, '}'))
}

// emptyProps is what a cell says where nobody lives.
func emptyProps(views []cover.View) string {
	kinds := make([]cover.CoarseKind, len(views))
	for n := range views {
		kinds[n].State = cover.StateEmpty
	}
	return cellProps(cover.ScenarioCurrent, views, kinds)
}

// publishAreas writes what the tiles say of zones and comuni.
func (s *Store) publishAreas(ctx context.Context, id int64, r cover.Result) error {
	type area struct {
		scenario cover.Scenario
		cover.Area
	}
	props, order := map[area]map[string]any{}, []area{}
	for _, f := range r.Figures {
		if f.Area.Kind == cover.AreaTerritory || f.Area.Territory != geo.TerritoryAll {
			continue
		}
		a := area{f.Scenario, f.Area}
		if props[a] == nil {
			props[a] = map[string]any{"places": 0}
			order = append(order, a)
		}
		addAreaProps(props[a], f)
	}
	i := -1
	return s.copyTo(ctx, "area_figure", []string{"publication", "scenario", "area", "area_id", "props"}, func() ([]any, error) {
		if i++; i >= len(order) {
			return nil, nil
		}
		a := order[i]
		text, err := json.Marshal(props[a])
		return []any{id, string(a.scenario), string(a.Kind), a.ID, string(text)}, err
	})
}

func addAreaProps(p map[string]any, f cover.Figure) {
	p["places"] = p["places"].(int) + f.Places
	for _, c := range f.Counts {
		share := c.Share()
		byArea := f.Mode == string(geo.ModeArea)
		switch {
		case c.Minutes == 0 && f.Residents > 0:
			p["unknown_"+string(f.Kind)] = round(float64(c.Unknown)/float64(f.Residents), 4)
			if byArea && share != nil {
				p["covered_"+string(f.Kind)] = round(*share, 4)
			}
		case c.Minutes > 0 && !byArea && share != nil:
			p["covered_"+strconv.Itoa(c.Minutes)+"_"+string(f.Kind)] = round(*share, 4)
		}
	}
}

// round to a number of decimals, so that tiles carry no noise.
func round(x float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(x*scale) / scale
}
