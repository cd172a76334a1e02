package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"atlante/geo/cover"
	"atlante/geo/hex"
)

// publishGaps writes the gaps with their outlines, the areas said once, the
// balances and the last serials.
func (s *Store) publishGaps(ctx context.Context, id int64, r cover.Result) error {
	outlines, err := s.gapOutlines(ctx, r.Gaps)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	for _, g := range r.Gaps {
		o := outlines[setOf(g.Cells)]
		b.Queue(query("gap_insert"), id, string(g.Scenario), g.ID, string(g.Territory), string(g.Kind), g.Rank, g.Name,
			g.Zone, string(g.Valley), plain(g.Comuni), bigints(g.Cells), g.Residents, g.ResidentsLow, g.ResidentsHigh, g.MedianMinutes,
			g.MinutesLow, g.MinutesHigh, g.Depth, g.Severity, g.Threshold, string(g.Mode), g.Nearest, string(g.Why),
			string(g.Model), string(g.Confidence), string(g.SNAI), g.AltitudeM, append([]string{}, g.Parents...),
			o.mercator, o.degrees, g.Second, g.SecondMinutes, g.WalkOnly, string(g.Itinerant))
	}
	for _, w := range r.WholeAreas {
		b.Queue(query("whole_area_insert"), id, string(w.Scenario), string(w.Territory), string(w.Kind), w.Zone,
			string(w.Valley), w.Residents)
	}
	for _, g := range r.Balances {
		text, err := json.Marshal(g)
		if err != nil {
			return err
		}
		b.Queue(query("gap_balance_insert"), id, string(g.Scenario), string(g.Territory), string(g.Kind), text)
	}
	for _, n := range r.Serials {
		b.Queue(query("gap_serial_save"), string(n.Kind), n.Last)
	}
	return s.send(ctx, b)
}

// outline of a gap as EWKB in 3857 and in 4326.
type outline struct{ mercator, degrees []byte }

// gapOutlines draws each set of cells once: most gaps are there again in the
// other scenario, in the other territory or for another kind.
func (s *Store) gapOutlines(ctx context.Context, gaps []cover.Gap) (map[string]outline, error) {
	out := map[string]outline{}
	var sets []string
	var joined [][]byte
	for _, g := range gaps {
		set := setOf(g.Cells)
		if _, known := out[set]; known {
			continue
		}
		out[set] = outline{}
		polygons, err := hex.Join(g.Cells)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.ID, err)
		}
		b, err := encode(polygons, 4326)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.ID, err)
		}
		sets, joined = append(sets, set), append(joined, b)
	}
	drawn, err := all(ctx, s.db, func(r pgx.CollectableRow) (outline, error) {
		var o outline
		err := r.Scan(&o.mercator, &o.degrees)
		return o, err
	}, "gap_outlines", joined)
	for i := range drawn {
		out[sets[i]] = drawn[i]
	}
	return out, err
}

// setOf names a set of cells, whatever their order.
func setOf(cells []hex.Cell) string { return fmt.Sprint(slices.Sorted(slices.Values(cells))) }

func bigints(cells []hex.Cell) []int64 {
	out := make([]int64, len(cells))
	for i, c := range cells {
		out[i] = int64(c)
	}
	return out
}
