package travel

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// Estimate is the embedded model of travel time: it knows no road, but it knows
// in which valley each comune lies, where each valley opens and which passes
// join two comuni. It is built once and safe for concurrent use.
//
// The way. METRICS: "From i to j the way goes up the chain of mouths to the
// first valley that both share, or out to the plain, and down the other chain;
// the passes open further ways, the shortest counts." The way-points are the
// seats of the mouths and of the comuni at the ends of the open passes. A comune
// stands in its own valley (or in the plain), and the mouth of a valley stands
// on both of its sides: in the valley and in what it opens into. Two points are
// joined by one great circle when their comuni stand in a common valley or share
// a pass; otherwise through the way-points, each leg between comuni that do. So
// the seat of a mouth is no way-point for who lives in the mouth comune: Ceres is
// already at the mouth of the Val d'Ala, Avigliana already outside its valley.
// Between seats this is METRICS to the letter. D is the sum of the great-circle
// legs in km, at least MinKm. The passes that are open all year always count,
// the summer ones when Parameters.SummerPasses says so.
//
// The time. By car T = a·D^b·e^((r_c(i)+r_c(j))/2) + t_park, with a and b of the
// higher of the two comuni (mountain above hill above plain); the residual r_c
// is ln(m_c/(a·D^b)) on the way from the seat of c to the seat of its SNAI pole,
// and 0 for classes A and B and for a pole that is not among the comuni. On foot
// T = 60·κ·D/4.68 without t_park; κ is that of the mountains when the comune at
// either end is mountain by law (class T or P, geo.Comune.Mountain).
type Estimate struct {
	p        Parameters
	towns    []town // by ComuneID
	index    map[geo.ComuneID]int
	gates    []int // towns whose seats are way-points
	passes   map[[2]int]bool
	between  [][]float64 // km between gates, by the shortest way
	straight [][]float64 // km between gates, as the crow flies
	ways     [][]way     // len(towns)², by from·len(towns)+to
}

// NewEstimate builds the model. Unknown valleys, mouths and ends of passes,
// circles among the valleys and altimetric zones other than 1, 3 and 5 are
// geo.ErrInvalid. The order of the arguments does not matter.
func NewEstimate(comuni []geo.Comune, valleys []geo.Valley, passes []geo.Pass, p Parameters) (*Estimate, error) {
	comuni = slices.Clone(comuni)
	slices.SortFunc(comuni, func(a, b geo.Comune) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	e := &Estimate{p: p, index: map[geo.ComuneID]int{}, passes: map[[2]int]bool{}}
	stands, err := standing(comuni, valleys)
	if err != nil {
		return nil, err
	}
	for i, c := range comuni {
		curve, err := p.Curve(c.AltimetricZone)
		if err != nil {
			return nil, fmt.Errorf("comune %s %s: %w", c.ID, c.Name, err)
		}
		if _, dup := e.index[c.ID]; dup {
			return nil, geo.Invalid("comune %s %s: ripetuto / repeated", c.ID, c.Name)
		}
		e.index[c.ID] = i
		e.towns = append(e.towns, town{Comune: c, seat: onSphere(c.Seat), curve: curve, stands: stands[i]})
	}
	if err := e.openPasses(passes); err != nil {
		return nil, err
	}
	e.setGates(valleys)
	e.joinGates()
	e.findWays()
	e.setResiduals()
	return e, nil
}

func (e *Estimate) openPasses(passes []geo.Pass) error {
	for _, p := range passes {
		from, ok := e.index[p.From]
		to, ok2 := e.index[p.To]
		if !ok || !ok2 {
			return geo.Invalid("passo %q: %s o %s non è un comune dell'elenco / unknown comune at an end of the pass", p.Name, p.From, p.To)
		}
		switch p.Open {
		case "all year":
			e.passes[pair(from, to)] = true
		case "summer":
			if e.p.SummerPasses {
				e.passes[pair(from, to)] = true
			}
		default:
			return geo.Invalid("passo %q: apertura %q, deve essere \"all year\" o \"summer\" / unknown opening", p.Name, p.Open)
		}
	}
	return nil
}

// setGates lists the way-points, ascending, and which of them each town sees.
func (e *Estimate) setGates(valleys []geo.Valley) {
	for _, v := range valleys {
		e.gates = append(e.gates, e.index[v.Mouth])
	}
	for ends := range e.passes {
		e.gates = append(e.gates, ends[0], ends[1])
	}
	slices.Sort(e.gates)
	e.gates = slices.Compact(e.gates)
	for i := range e.towns {
		for g, at := range e.gates {
			if e.seesTown(i, at) {
				e.towns[i].sees = append(e.towns[i].sees, g)
			}
		}
	}
}

func (e *Estimate) setResiduals() {
	byName := map[string]int{}
	for i, t := range e.towns {
		byName[t.Name] = i
	}
	for i := range e.towns {
		t := &e.towns[i]
		pole, ok := byName[t.Pole]
		if !ok || t.SNAI == "A" || t.SNAI == "B" || t.PoleMinutes <= 0 {
			continue
		}
		c := e.higher(i, pole)
		d := e.length(t.seat, i, e.towns[pole].seat, pole)
		t.residual = math.Log(t.PoleMinutes / (c.A * math.Pow(max(e.p.MinKm, d), c.B)))
	}
}

// higher is the curve of the higher of two comuni; ISTAT numbers the altimetric
// zones from the mountains down.
func (e *Estimate) higher(i, j int) Curve {
	if e.towns[i].AltimetricZone <= e.towns[j].AltimetricZone {
		return e.towns[i].curve
	}
	return e.towns[j].curve
}

// Parameters with which the estimate was built.
func (e *Estimate) Parameters() Parameters { return e.p }

// Sigma is the standard deviation of ln T in an altimetric zone.
func (e *Estimate) Sigma(z geo.AltimetricZone) float64 {
	c, err := e.p.Curve(z)
	if err != nil {
		return e.p.Mountain.Sigma // the widest: NewEstimate has refused such zones
	}
	return c.Sigma
}

// Km is the length of the shortest way from a point in comune c to a point in
// comune d, at least MinKm; false when a comune is unknown.
func (e *Estimate) Km(from orb.Point, c geo.ComuneID, to orb.Point, d geo.ComuneID) (float64, bool) {
	i, ok := e.index[c]
	j, ok2 := e.index[d]
	if !ok || !ok2 {
		return 0, false
	}
	km := e.length(onSphere(from), i, onSphere(to), j)
	return max(e.p.MinKm, km), !math.IsInf(km, 1)
}

// Minutes from a point in comune c to a point in comune d; false when a comune
// is unknown or the mode is not a way of travelling. It is symmetric. Use
// NearestTwo for many points.
func (e *Estimate) Minutes(from orb.Point, c geo.ComuneID, to orb.Point, d geo.ComuneID, mode geo.Mode) (float64, bool) {
	km, ok := e.Km(from, c, to, d)
	if !ok || (mode != geo.ModeCar && mode != geo.ModeFoot) {
		return 0, false
	}
	return e.pace(e.index[c], e.index[d], mode).minutes(km), true
}

// Residual is r_c of a comune, the part of its minutes to the pole that length
// and altimetric zone do not explain; 0 when the comune is unknown.
func (e *Estimate) Residual(c geo.ComuneID) float64 {
	if i, ok := e.index[c]; ok {
		return e.towns[i].residual
	}
	return 0
}

// ToPole is the estimate in minutes by car from the seat of a comune to that of
// its SNAI pole, to be compared with geo.Comune.PoleMinutes; false when the
// comune is unknown or its pole is not among the comuni.
func (e *Estimate) ToPole(c geo.ComuneID) (float64, bool) {
	i, ok := e.index[c]
	if !ok {
		return 0, false
	}
	for j, t := range e.towns {
		if t.Name == e.towns[i].Pole {
			return e.Minutes(e.towns[i].Seat, c, e.towns[j].Seat, e.towns[j].ID, geo.ModeCar)
		}
	}
	return 0, false
}
