package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cover"
)

// Ledger gives what cover.Check reads, as it was published: every figure, gap
// and balance of both scenarios, and the residents of all cells and parents.
func (s *Store) Ledger(ctx context.Context) (cover.Ledger, error) {
	var l cover.Ledger
	var err error
	if l.Comuni, _, err = s.Comuni(ctx, geo.ComuneFilter{}); err != nil {
		return l, err
	}
	if l.Kinds, err = s.Kinds(ctx); err != nil {
		return l, err
	}
	for _, sc := range []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned} {
		figures, err := s.Figures(ctx, cover.FigureFilter{Scenario: sc})
		if err != nil {
			return l, err
		}
		l.Figures = append(l.Figures, figures...)
		for _, t := range []geo.Territory{geo.TerritoryMountain, geo.TerritoryInner} {
			gaps, _, err := s.Gaps(ctx, cover.GapFilter{Scenario: sc, Territory: t})
			if err != nil {
				return l, err
			}
			l.Gaps = append(l.Gaps, gaps...)
		}
	}
	external, err := s.Figures(ctx, cover.FigureFilter{Scenario: cover.ScenarioExternal})
	if err != nil {
		return l, err
	}
	for _, f := range external {
		if f.Scenario == cover.ScenarioExternal {
			l.Figures = append(l.Figures, f)
		}
	}
	if l.Balances, err = all(ctx, s.db, pgx.RowTo[cover.GapBalance], "gap_balances"); err != nil {
		return l, err
	}
	l.Cells, err = s.populated(ctx)
	return l, err
}

// populated gathers the residents of each cell.
func (s *Store) populated(ctx context.Context) ([]cover.PopulatedCell, error) {
	parts, err := s.Residents(ctx)
	if err != nil {
		return nil, err
	}
	var out []cover.PopulatedCell
	for _, p := range parts {
		n := len(out)
		if n == 0 || out[n-1].ID != p.Cell {
			out = append(out, cover.PopulatedCell{ID: p.Cell})
			n++
		}
		c := &out[n-1]
		c.Residents += p.Residents
		c.Parts = append(c.Parts, cover.Part{Comune: p.Comune, Residents: p.Residents})
	}
	return out, nil
}

// Invariant is a rule on the live data, and how often it is broken.
type Invariant struct {
	Name                string
	Checked, Violations int
}

// Invariants checks what only the database can tell.
func (s *Store) Invariants(ctx context.Context) ([]Invariant, error) {
	return all(ctx, s.db, pgx.RowToStructByPos[Invariant], "invariants")
}
