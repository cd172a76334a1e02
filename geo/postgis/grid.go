package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// ReplaceGrid puts a new grid in place of the old one: the cells at resolution 9
// with their owners and the shares of those that straddle comuni, and the
// outlines of these and of their parents. Residents follow with
// ReplaceResidents. Run it inside Atomically, after ReplaceBoundaries.
func (s *Store) ReplaceGrid(ctx context.Context, cells []cover.Cell, shapes []cover.CellShape) error {
	if _, err := s.exec(ctx, "grid_clear"); err != nil {
		return err
	}
	i := -1
	err := s.copyTo(ctx, "cell", []string{"h3", "comune", "centre"}, func() ([]any, error) {
		if i++; i >= len(cells) {
			return nil, nil
		}
		centre, err := encode(cells[i].Centre, 4326)
		return []any{int64(cells[i].ID), string(cells[i].Owner), centre}, err
	})
	if err != nil {
		return err
	}
	if err := s.copyShares(ctx, cells); err != nil {
		return err
	}
	i = -1
	return s.copyTo(ctx, "cell_shape", []string{"h3", "resolution", "comune", "geom_3857"}, func() ([]any, error) {
		if i++; i >= len(shapes) {
			return nil, nil
		}
		c := shapes[i]
		ring, err := c.Cell.Boundary()
		if err != nil {
			return nil, err
		}
		b, err := encode(project.Polygon(orb.Polygon{ring}, project.WGS84.ToMercator), 3857)
		return []any{int64(c.Cell), int16(c.Cell.Resolution()), string(c.Owner), b}, err
	})
}

// copyShares writes the shares of the cells that straddle comuni, or the border
// of the territory.
func (s *Store) copyShares(ctx context.Context, cells []cover.Cell) error {
	type row struct {
		cell hex.Cell
		cover.Share
	}
	var rows []row
	for _, c := range cells {
		for _, share := range c.Shares {
			if share.Fraction < 1 {
				rows = append(rows, row{c.ID, share})
			}
		}
	}
	i := -1
	return s.copyTo(ctx, "cell_share", []string{"h3", "comune", "fraction"}, func() ([]any, error) {
		if i++; i >= len(rows) {
			return nil, nil
		}
		return []any{int64(rows[i].cell), string(rows[i].Comune), rows[i].Fraction}, nil
	})
}

// load copies rows into a temporary table, whose statement file creates it, and
// moves them to their place with the file <table>_move.
func (s *Store) load(ctx context.Context, table string, columns []string, rows pgx.CopyFromSource) error {
	if _, err := s.exec(ctx, table); err != nil {
		return err
	}
	if _, err := s.db.CopyFrom(ctx, pgx.Identifier{"pg_temp", table}, columns, rows); err != nil {
		return err
	}
	_, err := s.exec(ctx, table+"_move")
	return err
}

// Cells lists the grid by cell id, with the shares of those that straddle comuni.
func (s *Store) Cells(ctx context.Context) ([]cover.Cell, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (cover.Cell, error) {
		var c cover.Cell
		var comuni []string
		var fractions []float64
		if err := r.Scan(&c.ID, &c.Owner, &c.Centre[0], &c.Centre[1], &comuni, &fractions); err != nil {
			return c, err
		}
		for i := range comuni {
			c.Shares = append(c.Shares, cover.Share{Comune: geo.ComuneID(comuni[i]), Fraction: fractions[i]})
		}
		if c.Shares == nil {
			c.Shares = []cover.Share{{Comune: c.Owner, Fraction: 1}}
		}
		return c, nil
	}, "cells")
}

// ReplaceResidents sets the whole residents of every cell and comune by one tier.
func (s *Store) ReplaceResidents(ctx context.Context, residents []cover.CellResidents, tier string) error {
	if _, err := s.exec(ctx, "residents_clear"); err != nil {
		return err
	}
	_, err := s.db.CopyFrom(ctx, pgx.Identifier{"atlante", "cell_comune"}, []string{"h3", "comune", "residents", "tier"},
		pgx.CopyFromSlice(len(residents), func(i int) ([]any, error) {
			r := residents[i]
			return []any{int64(r.Cell), string(r.Comune), int32(r.Residents), tier}, nil
		}))
	return err
}

// Residents lists the residents of cells by comune, by cell and comune.
func (s *Store) Residents(ctx context.Context) ([]cover.CellResidents, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (cover.CellResidents, error) {
		var c cover.CellResidents
		err := r.Scan(&c.Cell, &c.Comune, &c.Residents)
		return c, err
	}, "residents")
}
