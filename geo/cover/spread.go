package cover

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/hex"
	"atlante/geo/travel"
)

// Spread is the residents tier "spread": each comune's official residents laid
// over the cells that it covers, with weight f·e^(−d/λ), f the fraction of the
// cell's area inside the comune and d km from the cell's centre to the seat;
// λ = √(P/(2π·density)) within MinKm and MaxKm, no weight beyond ReachInLambdas·λ.
// Where no cell qualifies all residents go to the seat's cell or, if the comune
// has no share in it, to the nearest cell where it has one.
//
// Residents are whole: largest remainder by comune, ties to the lower cell, so
// that each comune's official figure is met to the unit. Only cells with
// residents come back, by cell, then comune. A comune with residents and no
// cell is geo.ErrInvalid.
func Spread(comuni []geo.Comune, cells []Cell, p Parameters) ([]CellResidents, error) {
	shares, err := sharesByComune(comuni, cells)
	if err != nil {
		return nil, err
	}
	var out []CellResidents
	for i, c := range comuni {
		if c.Residents == 0 {
			continue
		}
		if len(shares[i]) == 0 {
			return nil, geo.Invalid("comune %s %s: %d residenti e nessuna cella; controlla i confini / residents but no cell, check the boundary", c.ID, c.Name, c.Residents)
		}
		weights := spreadWeights(c, shares[i], p)
		for k, n := range largestRemainder(c.Residents, weights) {
			if n > 0 {
				out = append(out, CellResidents{Cell: shares[i][k].cell, Comune: c.ID, Residents: n})
			}
		}
	}
	slices.SortFunc(out, func(a, b CellResidents) int {
		return cmp.Or(cmp.Compare(a.Cell, b.Cell), cmp.Compare(a.Comune, b.Comune))
	})
	return out, nil
}

type shareOf struct {
	cell     hex.Cell
	centre   orb.Point
	fraction float64
}

// sharesByComune turns the cells around: for each comune its shares, by cell.
func sharesByComune(comuni []geo.Comune, cells []Cell) ([][]shareOf, error) {
	index := make(map[geo.ComuneID]int, len(comuni))
	for i, c := range comuni {
		index[c.ID] = i
	}
	shares := make([][]shareOf, len(comuni))
	for _, cell := range cells {
		for _, s := range cell.Shares {
			i, ok := index[s.Comune]
			if !ok {
				return nil, geo.Invalid("cella %s: il comune %q non è nell'elenco / unknown comune", cell.ID, s.Comune)
			}
			if s.Fraction > 0 {
				shares[i] = append(shares[i], shareOf{cell.ID, cell.Centre, s.Fraction})
			}
		}
	}
	for _, s := range shares {
		slices.SortFunc(s, func(a, b shareOf) int { return cmp.Compare(a.cell, b.cell) })
	}
	return shares, nil
}

func spreadWeights(c geo.Comune, shares []shareOf, p Parameters) []float64 {
	s := p.Spread
	lambda := math.Sqrt(float64(c.Residents) / (2 * math.Pi * s.CentreDensity))
	lambda = min(s.MaxKm, max(s.MinKm, lambda))
	weights := make([]float64, len(shares))
	total, nearest, nearestKm := 0.0, 0, math.Inf(1)
	for k, sh := range shares {
		d := travel.Km(sh.centre, c.Seat, p.Travel.EarthRadiusKm)
		if d < nearestKm {
			nearest, nearestKm = k, d
		}
		if d <= s.ReachInLambdas*lambda {
			weights[k] = sh.fraction * math.Exp(-d/lambda)
			total += weights[k]
		}
	}
	if total == 0 {
		weights[seatShare(c, shares, nearest)] = 1
	}
	return weights
}

// seatShare finds the seat's cell among the shares, else keeps the nearest.
func seatShare(c geo.Comune, shares []shareOf, nearest int) int {
	seat, err := hex.Of(c.Seat, hex.Resolution)
	if err != nil {
		return nearest // a seat that is nowhere on Earth has no cell
	}
	k, found := slices.BinarySearchFunc(shares, seat, func(s shareOf, c hex.Cell) int { return cmp.Compare(s.cell, c) })
	if !found {
		return nearest
	}
	return k
}

// largestRemainder shares n whole units by weight: each gets the whole part of
// its quota, then the largest remainders one more each, ties to the lower index.
// The weights must not all be zero.
func largestRemainder(n int, weights []float64) []int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	out := make([]int, len(weights))
	remainder := make([]float64, len(weights))
	left := n
	for k, w := range weights {
		quota := float64(n) * w / total
		out[k] = int(quota)
		remainder[k] = quota - float64(out[k])
		left -= out[k]
	}
	order := make([]int, len(weights))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainder[b], remainder[a]) })
	for _, k := range order {
		if left <= 0 {
			break
		}
		if weights[k] > 0 {
			out[k]++
			left--
		}
	}
	return out
}
