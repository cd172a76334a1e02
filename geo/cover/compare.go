package cover

import (
	"context"
	"strconv"

	"atlante/geo"
	"atlante/geo/travel"
)

// Compare compares in.Times, which should be the roads, with in.Estimate over all
// populated cells: minutes to the nearest place of each kind open today. Where
// the estimate stood in for the roads there is nothing to compare. It is what
// Compute puts into Result.Calibration, whatever constants in.Times already
// corrects the estimate by: those touch no pair.
func Compare(ctx context.Context, in Input) (Calibration, error) {
	c, err := prepare(ctx, in, nil)
	if err != nil {
		return Calibration{}, err
	}
	for _, k := range c.kinds {
		if err := c.measure(k, ScenarioCurrent); err != nil {
			return Calibration{}, err
		}
	}
	return c.calibration()
}

// compare fills Result.Calibration when there are roads and an estimate.
func (c *computation) compare() error {
	if c.in.Model != ModelRoads || c.in.Estimate == nil {
		return nil
	}
	made, err := c.calibration()
	c.result.Calibration = &made
	return err
}

func (c *computation) calibration() (Calibration, error) {
	var out Calibration
	var pairs []Pair
	for _, v := range c.views {
		if v.Scenario != ScenarioCurrent || v.Kind.ByArea || len(v.targets) == 0 {
			continue
		}
		estimate := map[geo.Mode][]travel.Two{}
		for _, m := range travelModes {
			two, err := c.in.Estimate.Nearest(c.ctx, c.g.origins, v.targets, m)
			if err != nil {
				return out, err
			}
			estimate[m] = two
		}
		pairs = append(pairs, v.pairs(c.g, estimate)...)
		out.Agreement = append(out.Agreement, v.agreement(c.g, c.areas, estimate)...)
	}
	out.Constants = Calibrate(pairs)
	return out, nil
}

// pairs are the cells that both models reach, at the mode of their owner.
func (v *view) pairs(g *grid, estimate map[geo.Mode][]travel.Two) []Pair {
	var out []Pair
	for i, o := range g.owner {
		c := g.comuni[o]
		mode := v.Kind.Mode(c)
		r, e := v.byMode(mode), estimate[mode][i]
		if r.place1[i] >= 0 && !r.estimated[i] && e.First >= 0 {
			out = append(out, Pair{mode, c.AltimetricZone, float64(r.minute1[i]), e.FirstMinutes})
		}
	}
	return out
}

// agreement counts the residents of the mountains, all of them and by zone.
func (v *view) agreement(g *grid, a areas, estimate map[geo.Mode][]travel.Two) []Agreement {
	by := make([]Agreement, len(a.list))
	for k, p := range g.parts {
		c := g.comuni[p.comune]
		mode := v.Kind.Mode(c)
		if v.state[k] == StateUnknown || v.byMode(mode).estimated[p.cell] || !geo.TerritoryMountain.In(c) {
			continue
		}
		theta := float64(v.Kind.Threshold(mode))
		e := estimate[mode][p.cell]
		roads := v.state[k] == StateUnreachable || v.minutes[k] > theta
		says := e.First < 0 || float64(float32(e.FirstMinutes)) > theta
		for _, at := range a.of[p.comune] {
			by[at].add(roads, says, p.residents)
		}
	}
	var out []Agreement
	for at, sum := range a.list {
		if sum.Territory != geo.TerritoryMountain || sum.Kind == AreaComune {
			continue
		}
		by[at].Kind = v.Kind.ID
		if n, err := strconv.Atoi(sum.ID); err == nil {
			by[at].Zone = geo.ZoneID(n)
		}
		out = append(out, by[at])
	}
	return out
}

func (a *Agreement) add(roads, estimate bool, residents int) {
	switch {
	case roads && estimate:
		a.Both += residents
	case roads:
		a.RoadsOnly += residents
	case estimate:
		a.EstimateOnly += residents
	default:
		a.Neither += residents
	}
}

// StoodIn says for how many populated cells, and for how many residents, the
// estimate stood in for the roads by one mode, and of how many in all.
type StoodIn struct {
	Mode                geo.Mode
	Cells, Of           int
	Residents, OfPeople int
}

// stood counts by mode; nil with the estimate, and without any place.
func (c *computation) stood() []StoodIn {
	var out []StoodIn
	for _, m := range travelModes {
		bare := c.bare(m)
		if bare == nil || c.in.Model == ModelEstimate {
			return nil
		}
		s := StoodIn{Mode: m}
		for i, cell := range c.g.cells {
			s.Of++
			s.OfPeople += cell.Residents
			if bare[i] {
				s.Cells++
				s.Residents += cell.Residents
			}
		}
		out = append(out, s)
	}
	return out
}

// bare tells by cell where the estimate stands in for the roads by a mode. Any
// view with places says so: which comuni the roads do not cover does not depend
// on the kind. nil when there is none.
func (c *computation) bare(m geo.Mode) []bool {
	for _, v := range c.views {
		if !v.Kind.ByArea && len(v.targets) > 0 {
			return v.byMode(m).estimated
		}
	}
	return nil
}
