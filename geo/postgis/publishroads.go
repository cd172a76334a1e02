package postgis

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"atlante/geo/cover"
)

// roadColumns are what a publication keeps of its roads, as JSON; nil without.
type roadColumns struct{ graph, calibration, stood []byte }

func roadsOf(p cover.Publication, r cover.Result) (roadColumns, error) {
	var c roadColumns
	if p.Graph == nil {
		return c, nil
	}
	var err error
	if c.graph, err = json.Marshal(p.Graph); err != nil {
		return c, err
	}
	if c.stood, err = json.Marshal(r.Stood); err != nil || r.Calibration == nil {
		return c, err
	}
	c.calibration, err = json.Marshal(r.Calibration)
	return c, err
}

// publishVersions writes what this publication changes of the underserved areas:
// rows that stay when it goes.
func (s *Store) publishVersions(p cover.Publication) func(context.Context, int64, cover.Result) error {
	return func(ctx context.Context, id int64, r cover.Result) error {
		b := &pgx.Batch{}
		for _, v := range r.Versions {
			if !v.Ended && p.Graph != nil { // one that has ended keeps the roads of its figures
				v.Graph, v.Synthetic = p.Graph.ID, p.Graph.Synthetic
			}
			b.Queue(query("gap_version_insert"), v.ID, string(v.Scenario), id, p.CreatedAt, string(v.Territory), string(v.Kind), v.Name,
				v.Residents, v.ResidentsLow, v.ResidentsHigh, v.MedianMinutes, v.Severity, string(v.Model), string(v.Confidence),
				v.Graph, append([]string{}, v.Parents...), v.Ended, v.Synthetic)
		}
		return s.send(ctx, b)
	}
}
