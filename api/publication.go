package api

import (
	"context"
	"errors"
	"fmt"

	"atlante/geo"
	"atlante/geo/cover"
)

// Publication says where figures come from.
type Publication struct {
	ID                  int64  `json:"id"`
	CreatedAt           string `json:"created_at" format:"date-time"`
	Model               string `json:"model" enum:"estimate,roads" doc:"how travel times were made: an estimate that sees valleys, or shortest ways on the road network"`
	Roads               *Roads `json:"roads" doc:"the road network of the model roads; null with the model estimate"`
	Synthetic           bool   `json:"synthetic" doc:"true when a program made up the road network: no figure that depends on travel times is real"`
	PlacesVersion       int64  `json:"places_version"`
	TerritoryVersion    int64  `json:"territory_version" doc:"version of boundaries, zones, valleys and residents"`
	RoadsVersion        int64  `json:"roads_version"`
	ParametersHash      string `json:"parameters_hash"`
	Previous            *int64 `json:"previous" doc:"the publication before, null for the first"`
	BoundarySource      string `json:"boundary_source"`
	BoundaryApproximate bool   `json:"boundary_approximate" doc:"true until real boundaries are imported"`
	ResidentsTier       string `json:"residents_tier"`
	Cells               int    `json:"cells"`
	PopulatedCells      int    `json:"populated_cells"`
	Stale               bool   `json:"stale" doc:"the data have changed since; a new publication is on its way"`
}

// Roads is the version of the road network that travel times come from.
type Roads struct {
	ID          int64   `json:"id"`
	File        string  `json:"file"`
	Checksum    string  `json:"checksum" doc:"sha256 of the file"`
	DataDate    *string `json:"data_date" format:"date-time" doc:"of the data, as the file tells it"`
	ProfileHash string  `json:"profile_hash" doc:"of the speeds and rules by which the file was read"`
	Synthetic   bool    `json:"synthetic" doc:"made up by a program: it shows no real road"`
	Source      string  `json:"source"`
	Licence     string  `json:"licence"`
}

func roadsOf(v *geo.RoadVersion) *Roads {
	if v == nil {
		return nil
	}
	return &Roads{v.ID, v.File, v.Checksum, known(v.DataDate), v.ProfileHash, v.Synthetic, v.Source.Name, v.Source.Licence}
}

// attribution names all that the figures of a publication are made from.
func attribution(p *Publication) string {
	switch {
	case p == nil:
		return Attribution
	case p.Roads == nil:
		return geo.AttributionOfTimes(nil)
	}
	return geo.AttributionOfTimes(&geo.RoadVersion{Synthetic: p.Roads.Synthetic, Source: geo.Source{Name: p.Roads.Source, Licence: p.Roads.Licence}})
}

func publicationOf(p cover.Publication) *Publication {
	return &Publication{
		ID:                  p.ID,
		CreatedAt:           p.CreatedAt,
		Model:               string(p.Model),
		Roads:               roadsOf(p.Graph),
		Synthetic:           p.Graph != nil && p.Graph.Synthetic,
		PlacesVersion:       p.PlacesVersion,
		TerritoryVersion:    p.TerritoryVersion,
		RoadsVersion:        p.RoadsVersion,
		ParametersHash:      p.ParametersHash,
		Previous:            known(p.Previous),
		BoundarySource:      p.BoundarySource,
		BoundaryApproximate: p.BoundaryApprox,
		ResidentsTier:       p.ResidentsTier,
		Cells:               p.CellCount,
		PopulatedCells:      p.PopulatedCells,
		Stale:               p.Stale,
	}
}

func askPublication(s *service, c *call) (reply, error) {
	return func() (any, error) { return s.publication(c.ctx()) }, nil
}

func (s *service) publication(ctx context.Context) (any, error) {
	p, err := s.store.Publication(ctx)
	if errors.Is(err, geo.ErrNotFound) {
		return nil, geo.NotFound("Il primo calcolo della copertura non è ancora finito / The first computation of coverage is not done yet")
	}
	if err != nil {
		return nil, fmt.Errorf("publication: %w", err)
	}
	return *publicationOf(p), nil
}

// published reads figures that belong to one publication: when another one
// comes out while they are read, they are read again.
func (s *service) published(ctx context.Context, read func() error) (*Publication, error) {
	for range 3 {
		before, err := s.latest(ctx)
		if err != nil {
			return nil, err
		}
		if err := read(); err != nil {
			return nil, err
		}
		after, err := s.latest(ctx)
		if err != nil {
			return nil, err
		}
		if before.ID == after.ID {
			return publicationOf(after), nil
		}
	}
	return nil, geo.ErrBusy
}

// latest publication; before the first one the service is busy making it.
func (s *service) latest(ctx context.Context) (cover.Publication, error) {
	p, err := s.store.Publication(ctx)
	switch {
	case errors.Is(err, geo.ErrNotFound):
		return p, geo.ErrBusy
	case err != nil:
		return p, fmt.Errorf("publication: %w", err)
	}
	return p, nil
}
