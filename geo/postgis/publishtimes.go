package postgis

import (
	"context"

	"github.com/jackc/pgx/v5/pgtype"

	"atlante/geo"
	"atlante/geo/cover"
)

// timeEntries names the entries of the arrays in cell_times: kind and mode of
// each. They are the same in every scenario.
func timeEntries(views []cover.View) (kinds, modes []string) {
	kinds, modes = []string{}, []string{}
	for _, v := range views {
		if v.Scenario != views[0].Scenario {
			continue
		}
		if v.Kind.ByArea {
			kinds, modes = append(kinds, string(v.Kind.ID)), append(modes, string(geo.ModeArea))
		}
		for _, reach := range v.Reaches {
			kinds, modes = append(kinds, string(v.Kind.ID)), append(modes, string(reach.Mode))
		}
	}
	return kinds, modes
}

// publishTimes writes the minutes, states and flags of every populated cell, a
// row for each cell and scenario; with roads, how far they are.
func (s *Store) publishTimes(ctx context.Context, id int64, r cover.Result) error {
	roads := r.Stood != nil
	columns := []string{"publication", "scenario", "h3", "states", "t1", "place1", "t2", "place2", "flags_raw", "flags", "snap", "estimated"}
	for _, sc := range []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned} {
		i, row := -1, timesRow{}
		err := s.copyTo(ctx, "cell_times", columns, func() ([]any, error) {
			if i++; i >= len(r.Cells) {
				return nil, nil
			}
			row.fill(r, sc, i)
			values := []any{id, string(sc), int64(r.Cells[i].ID), row.states, row.t1, row.place1, row.t2, row.place2,
				row.flagsRaw, row.flags, nil, nil}
			if roads {
				values[10], values[11] = row.snap, row.estimated
			}
			return values, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// timesRow holds the arrays of one row; the next row uses them again.
type timesRow struct {
	states          pgtype.FlatArray[string]
	t1, t2          pgtype.FlatArray[pgtype.Float4]
	place1, place2  pgtype.FlatArray[pgtype.UUID]
	flagsRaw, flags pgtype.FlatArray[pgtype.Bool]
	snap            pgtype.FlatArray[float32]
	estimated       pgtype.FlatArray[bool]
}

// fill takes the i-th cell; by-area kinds have one state, that of its owner.
func (t *timesRow) fill(r cover.Result, sc cover.Scenario, i int) {
	t.states, t.flagsRaw, t.flags = t.states[:0], t.flagsRaw[:0], t.flags[:0]
	t.t1, t.place1, t.t2, t.place2 = t.t1[:0], t.place1[:0], t.t2[:0], t.place2[:0]
	t.snap, t.estimated = t.snap[:0], t.estimated[:0]
	for _, v := range r.Views {
		if v.Scenario != sc {
			continue
		}
		if v.Kind.ByArea {
			t.add(cover.CellTime{State: v.ServedIn(r.Cells[i].Owner)})
		}
		for _, reach := range v.Reaches {
			t.add(reach.At(i))
		}
	}
}

func (t *timesRow) add(c cover.CellTime) {
	near := func(n *cover.Near) (pgtype.Float4, pgtype.UUID) {
		if n == nil {
			return pgtype.Float4{}, pgtype.UUID{}
		}
		return pgtype.Float4{Float32: n.Minutes, Valid: true}, pgtype.UUID{Bytes: n.Place, Valid: true}
	}
	t.states = append(t.states, string(c.State))
	t1, place1 := near(c.Nearest)
	t2, place2 := near(c.Second)
	t.t1, t.place1 = append(t.t1, t1), append(t.place1, place1)
	t.t2, t.place2 = append(t.t2, t2), append(t.place2, place2)
	t.flagsRaw = append(t.flagsRaw, pgtype.Bool{Bool: c.Flag.Raw, Valid: c.Flag.Candidate})
	t.flags = append(t.flags, pgtype.Bool{Bool: c.Flag.Published, Valid: c.Flag.Candidate})
	t.snap, t.estimated = append(t.snap, c.SnapMetres), append(t.estimated, c.Estimated)
}
