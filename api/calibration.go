package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// Comparisons reads how the estimate compares with the roads; geo.ErrNotFound
// when there are no roads.
type Comparisons interface {
	Comparison(ctx context.Context) (cover.Comparison, error)
	// LatestEngineComparison is of the same roads; geo.ErrNotFound when there was none.
	LatestEngineComparison(ctx context.Context, v geo.RoadVersion) (geo.EngineComparison, error)
}

// Calibration is the estimate of travel times beside the roads: all cells, to
// the nearest place of each kind.
type Calibration struct {
	Notice      *string      `json:"notice" doc:"says so when there are no roads to compare with"`
	Constants   []Constants  `json:"constants" doc:"by mode and altimetric zone; empty without roads"`
	Agreement   []Agreement  `json:"agreement" doc:"of the flags of underserved residents in mountain comuni; empty without roads"`
	StoodIn     []StoodIn    `json:"stood_in" doc:"where the estimate stood in for the roads, by mode"`
	Validation  *Validation  `json:"validation" doc:"the times along these roads beside those of another routing engine; null: not validated against another engine"`
	Publication *Publication `json:"publication"`
	Attribution string       `json:"attribution"`
	Licence     string       `json:"licence"`
}

// Validation is what another routing engine said of the same pairs of seats.
type Validation struct {
	Engine     string  `json:"engine" enum:"osrm,valhalla"`
	At         string  `json:"at" format:"date-time"`
	Pairs      int     `json:"pairs" doc:"compared"`
	OnlyOurs   int     `json:"only_ours" doc:"pairs that the engine knows no way for"`
	OnlyTheirs int     `json:"only_theirs" doc:"pairs that these roads know no way for"`
	Median     float64 `json:"median" doc:"of |ours - theirs| / theirs"`
	P90        float64 `json:"p90" doc:"90th percentile of the same"`
	Bias       float64 `json:"bias" doc:"median of (ours - theirs) / theirs"`
}

func validationOf(c geo.EngineComparison) *Validation {
	return &Validation{c.Engine, c.At.UTC().Format(time.RFC3339), c.Compared, c.OnlyOurs, c.OnlyTheirs, c.Median, c.P90, c.Bias}
}

// Constants of one mode and altimetric zone.
type Constants struct {
	Mode           string  `json:"mode" enum:"car,foot"`
	AltimetricZone int     `json:"altimetric_zone" doc:"1 mountain, 3 hill, 5 plain"`
	Alpha          float64 `json:"alpha" doc:"median of ln(minutes by road) - ln(minutes estimated)"`
	Sigma          float64 `json:"sigma" doc:"1.4826 times the median absolute deviation of the same"`
	Cells          int     `json:"cells" doc:"compared, one for each kind"`
}

// Agreement is who is flagged as underserved by which model.
type Agreement struct {
	Kind         string   `json:"kind"`
	Zone         *int     `json:"zone" doc:"zona omogenea; null for all of them"`
	Both         int      `json:"both" doc:"residents flagged by both"`
	RoadsOnly    int      `json:"roads_only"`
	EstimateOnly int      `json:"estimate_only"`
	Neither      int      `json:"neither"`
	Alike        *float64 `json:"alike" doc:"share of residents flagged alike; null over nobody"`
	Precision    *float64 `json:"precision" doc:"of those flagged by the estimate, the share that the roads flag too"`
	Recall       *float64 `json:"recall" doc:"of those flagged by the roads, the share that the estimate flags too"`
}

// StoodIn says for how many the estimate stood in for the roads.
type StoodIn struct {
	Mode      string `json:"mode" enum:"car,foot"`
	Cells     int    `json:"cells"`
	CellsOf   int    `json:"cells_of" doc:"populated cells"`
	Residents int    `json:"residents"`
	People    int    `json:"residents_of"`
}

func constantsOf(c cover.Constants) Constants {
	return Constants{string(c.Mode), int(c.Zone), c.Alpha, c.Sigma, c.Pairs}
}

func agreementOf(a cover.Agreement) Agreement {
	return Agreement{string(a.Kind), known(int(a.Zone)), a.Both, a.RoadsOnly, a.EstimateOnly, a.Neither, a.Alike(), a.Precision(), a.Recall()}
}

func stoodInOf(s cover.StoodIn) StoodIn {
	return StoodIn{string(s.Mode), s.Cells, s.Of, s.Residents, s.OfPeople}
}

func calibrationOf(c cover.Comparison, v *Validation, notice *string, from *Publication) Calibration {
	return Calibration{notice, each(c.Constants, constantsOf), each(c.Agreement, agreementOf), each(c.Stood, stoodInOf), v, from, attribution(from), Licence}
}

func askCalibration(s *service, c *call) (reply, error) {
	return func() (any, error) { return s.calibration(c) }, nil
}

func (s *service) calibration(c *call) (any, error) {
	var found cover.Comparison
	var notice *string
	from, err := s.published(c.ctx(), func() (err error) {
		found, err = s.store.Comparison(c.ctx())
		if errors.Is(err, geo.ErrNotFound) {
			said := wire.Text{
				IT: "Nessuna strada è in uso: i tempi sono stimati, e non c'è nulla con cui confrontarli.",
				EN: "No roads are in use: times are estimates, and there is nothing to compare them with.",
			}.In(c.lang)
			notice, err = &said, nil
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("calibration: %w", err)
	}
	v, err := s.validation(c.ctx())
	if err != nil {
		return nil, fmt.Errorf("comparison with an engine: %w", err)
	}
	return calibrationOf(found, v, notice, from), nil
}

// validation of the roads of the latest publication, nil when there is none.
func (s *service) validation(ctx context.Context) (*Validation, error) {
	p, err := s.latest(ctx)
	if err != nil || p.Graph == nil {
		return nil, err
	}
	c, err := s.store.LatestEngineComparison(ctx, *p.Graph)
	if errors.Is(err, geo.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return validationOf(c), nil
}
