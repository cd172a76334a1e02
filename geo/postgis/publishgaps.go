package postgis

import (
	"context"
	"encoding/json"
	"fmt"

	"atlante/geo/cover"
)

// publishGaps writes the gaps with their outlines, the areas said once, the
// balances and the last serials.
func (s *Store) publishGaps(ctx context.Context, id int64, r cover.Result) error {
	for _, g := range r.Gaps {
		cells := make([]int64, len(g.Cells))
		for i, c := range g.Cells {
			cells[i] = int64(c)
		}
		_, err := s.exec(ctx, "gap_insert", id, string(g.Scenario), g.ID, string(g.Territory), string(g.Kind), g.Rank, g.Name,
			g.Zone, string(g.Valley), plain(g.Comuni), cells, g.Residents, g.ResidentsLow, g.ResidentsHigh, g.MedianMinutes,
			g.MinutesLow, g.MinutesHigh, g.Depth, g.Severity, g.Threshold, string(g.Mode), g.Nearest, string(g.Why),
			string(g.Model), string(g.Confidence), string(g.SNAI), g.AltitudeM, append([]string{}, g.Parents...))
		if err != nil {
			return fmt.Errorf("%s: %w", g.ID, err)
		}
	}
	for _, w := range r.WholeAreas {
		if _, err := s.exec(ctx, "whole_area_insert", id, string(w.Scenario), string(w.Territory), string(w.Kind), w.Zone,
			string(w.Valley), w.Residents); err != nil {
			return err
		}
	}
	for _, b := range r.Balances {
		text, err := json.Marshal(b)
		if err != nil {
			return err
		}
		if _, err := s.exec(ctx, "gap_balance_insert", id, string(b.Scenario), string(b.Territory), string(b.Kind), text); err != nil {
			return err
		}
	}
	for _, n := range r.Serials {
		if _, err := s.exec(ctx, "gap_serial_save", string(n.Kind), n.Last); err != nil {
			return err
		}
	}
	return nil
}
