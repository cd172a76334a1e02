package synthetic

import (
	"math"
	"math/rand/v2"
)

// bend says how a road winds: its length against the straight line, how far
// apart its bends are and how far apart its points are drawn, in metres.
type bend struct{ stretch, wave, step float64 }

// winding for roads that climb: no steeper than grade (rise over length), which
// on a slope makes serpentines.
func (b bend) climbing(rise, over, grade float64) bend {
	if need := math.Abs(rise) / (grade * max(over, 1)); need > b.stretch {
		b.stretch = min(need, 4)
		if b.stretch > 1.6 {
			b.wave = 160
			b.step = min(b.step, 18)
		}
	}
	return b
}

// line gives the inner points of a road between two spots. It swings to both
// sides of the straight line: a wave of height A and length λ is about
// √(1+(4A/λ)²) times as long as its axis. Without randomness the points are
// evenly spaced.
func (b bend) line(from, to spot, r *rand.Rand) []spot {
	straight := from.to(to)
	n := int(straight*b.stretch/b.step) - 1
	if n < 1 {
		return nil
	}
	waves := max(1, math.Round(straight/b.wave))
	height := straight / waves / 4 * math.Sqrt(max(0, b.stretch*b.stretch-1))
	phase, noise := 0.0, func() float64 { return 0 }
	if r != nil {
		phase = math.Pi * float64(r.IntN(2))
		noise = func() float64 { return r.Float64() - 0.5 }
	}
	axis := to.minus(from)
	side := axis.unit().left()
	out := make([]spot, n)
	for i := range out {
		t := (float64(i) + 1 + 0.3*noise()) / float64(n+1)
		swing := height * math.Sin(2*math.Pi*waves*t+phase)
		out[i] = from.plus(axis.times(t)).plus(side.times(swing + 0.1*b.step*noise()))
	}
	return out
}

// ramble gives a line that goes where it likes for so many metres.
func ramble(from spot, heading, length, step float64, r *rand.Rand) []spot {
	var out []spot
	at := from
	for gone := step; gone < length; gone += step {
		heading += 0.35 * (r.Float64() - 0.5)
		at = at.plus(polar(step*(0.7+0.6*r.Float64()), heading))
		out = append(out, at)
	}
	return out
}
