package api

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// Cells reads all that the latest publication says of one cell.
type Cells interface {
	CellDetail(ctx context.Context, c hex.Cell, s cover.Scenario) (cover.CellDetail, error)
}

// Cell is an H3 cell with what each kind looks like from it.
type Cell struct {
	H3          string       `json:"h3"`
	Resolution  int          `json:"resolution"`
	Comune      *string      `json:"comune" doc:"ISTAT code of the owner"`
	ComuneName  *string      `json:"comune_name"`
	Residents   int          `json:"residents"`
	Scenario    string       `json:"scenario" enum:"current,planned"`
	Kinds       []CellKind   `json:"kinds"`
	Publication *Publication `json:"publication"`
	Attribution string       `json:"attribution"`
	Licence     string       `json:"licence"`
}

// CellKind is one kind seen from one cell.
type CellKind struct {
	Kind    string   `json:"kind"`
	Mode    string   `json:"mode" enum:"car,foot,area"`
	State   string   `json:"state" enum:"ok,walk_only,unreachable,unknown,empty,yes,no"`
	Minutes *float64 `json:"minutes" doc:"to the nearest place, rounded up to 0.1"`
	Nearest *Reached `json:"nearest" doc:"null when unknown, unreachable or by area"`
	Second  *Reached `json:"second" doc:"the second nearest: where people go, and for how long, if the nearest closes"`
	Gap     *string  `json:"gap" doc:"id of the gap that the cell belongs to"`
	// What stands behind the minutes.
	RoadMetres *float64 `json:"road_metres" doc:"from the centre of the cell to the road; over 2,000 the state is walk_only; null without roads"`
	Estimated  bool     `json:"estimated" doc:"the roads do not come here: the estimate stood in, corrected"`
}

// Reached is a place and the minutes to it.
type Reached struct {
	ID      string   `json:"id" format:"uuid"`
	Name    string   `json:"name"`
	Comune  *string  `json:"comune" doc:"ISTAT code"`
	Minutes *float64 `json:"minutes" doc:"rounded up to 0.1"`
}

func reachedOf(r *cover.Reached) *Reached {
	if r == nil {
		return nil
	}
	return &Reached{r.Place.String(), r.Name, known(string(r.Comune)), up(&r.Minutes)}
}

func cellKindOf(k cover.CellKind) CellKind {
	out := CellKind{
		Kind: string(k.Kind), Mode: string(k.Mode), State: string(k.State),
		Nearest: reachedOf(k.Nearest), Second: reachedOf(k.Second), Gap: known(k.GapID),
	}
	if k.SnapMetres > 0 {
		metres := math.Ceil(k.SnapMetres)
		out.RoadMetres = &metres
	}
	out.Estimated = k.Estimated
	if out.Nearest != nil {
		out.Minutes = out.Nearest.Minutes
	}
	return out
}

func cellOf(d cover.CellDetail, in cover.Scenario, from *Publication) Cell {
	return Cell{
		H3: d.Cell.String(), Resolution: d.Cell.Resolution(), Comune: known(string(d.Comune)), ComuneName: known(d.ComuneName),
		Residents: d.Residents, Scenario: string(in), Kinds: each(d.Kinds, cellKindOf),
		Publication: from, Attribution: attribution(from), Licence: Licence,
	}
}

func askCell(s *service, c *call) (reply, error) {
	written, err := wire.Path(c.r, "h3")
	if err != nil {
		return nil, err
	}
	in := scenario(c)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	id, err := hex.Parse(strings.ToLower(written))
	if err != nil {
		return nil, wire.FaultFrom("h3", written, err)
	}
	return func() (any, error) { return s.cell(c, id, in) }, nil
}

func (s *service) cell(c *call, id hex.Cell, in cover.Scenario) (any, error) {
	var found cover.CellDetail
	from, err := s.published(c.ctx(), func() (err error) {
		found, err = s.store.CellDetail(c.ctx(), id, in)
		return err
	})
	if errors.Is(err, geo.ErrNotFound) {
		return nil, geo.NotFound("La cella %s non è nel territorio: servono celle H3 di risoluzione 9 / The cell %s is not in the territory: H3 cells of resolution 9 are needed", id, id)
	}
	if err != nil {
		return nil, fmt.Errorf("cell %s: %w", id, err)
	}
	out := cellOf(found, in, from)
	if !c.geojson() {
		return out, nil
	}
	ring, err := id.Boundary()
	if err != nil {
		return nil, err
	}
	return feature(out.H3, orb.Polygon{ring}, out), nil
}
